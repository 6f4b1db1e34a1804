import type { LookupFunction } from 'node:net';
import type { buildConnector as Undici } from 'undici';
import type { HecTls } from '../options.js';
import { buildConnector } from './undici-parts.js';

/** What has nothing to do with TLS. */
export interface ConnectorOptions {
  readonly timeout: number;
  readonly lookup?: LookupFunction;
}

/**
 * Connects by TLS with what is in force at that moment. A connector keeps the sessions that it may resume, and a resumed
 * session is not checked against new authorities: so other material means another connector.
 */
export function secureConnector(
  tls: HecTls | (() => HecTls) | undefined,
  options: ConnectorOptions,
): Undici.connector {
  let material: HecTls | undefined;
  let connect: Undici.connector | undefined;
  return (target, callback) => {
    const inForce = typeof tls === 'function' ? tls() : (tls ?? {});
    if (connect === undefined || inForce !== material) {
      material = inForce;
      const { verify = true, ...files } = inForce;
      connect = buildConnector({ ...files, ...options, rejectUnauthorized: verify });
    }
    connect(target, callback);
  };
}
