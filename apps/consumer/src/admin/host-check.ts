import { isIPv4 } from 'node:net';

/** Whether this address, as it stands in the config, can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  return name === 'localhost' || name === '[::1]' || (isIPv4(name) && name.startsWith('127.'));
}

/**
 * Whether a request with this `Host` header may be answered by a server on loopback.
 *
 * A page on the web cannot read what another origin answers. But its own name can be made to resolve to 127.0.0.1
 * after it was loaded (DNS rebinding), and then the browser takes our answers for its own. The `Host` header still
 * says the page's name, so only names of loopback are answered. Ports are not looked at: a forwarded port is another.
 */
export function isLoopbackHost(header: string | undefined): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(:\d*)?$/.exec(header ?? '')?.[1];
  return name !== undefined && isLoopback(name);
}
