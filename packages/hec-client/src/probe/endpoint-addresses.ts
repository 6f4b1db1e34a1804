import { isIP } from 'node:net';
import { spread, systemLookup } from '../address-watch.js';

/**
 * The addresses that a client with `lookup` would use as endpoints of their own: several of one family, or none where the
 * name in the URL is left to the system. Never rejects: why a name cannot be looked up is told by the first question.
 *
 * @param resolve - answers the addresses of a name. @defaultValue the system's resolver
 */
export async function endpointAddresses(
  url: string,
  resolve: (hostname: string) => Promise<readonly string[]> = systemLookup,
): Promise<readonly string[]> {
  const hostname = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(hostname) !== 0) return [];
  return spread(await resolve(hostname).catch(() => []));
}
