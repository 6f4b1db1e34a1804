import { toUSVString } from 'node:util';
import { type DestinationSpec, METADATA_KEYS } from '../destination.js';

const PATHS = { raw: '/services/collector/raw', event: '/services/collector/event' } as const;

/**
 * Path and query of a request, each value percent-encoded: a source of `a&b c` stays one value.
 *
 * @param prefix - path of the base URL without a slash at its end; empty for none
 */
export function requestPath(prefix: string, destination: DestinationSpec, channel?: string): string {
  const query: string[] = [];
  if (channel !== undefined) query.push(`channel=${encode(channel)}`);
  for (const name of METADATA_KEYS) {
    const value = destination[name];
    if (value !== undefined) query.push(`${name}=${encode(value)}`);
  }
  const path = prefix + PATHS[destination.kind];
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

// encodeURIComponent throws on half a surrogate pair; metadata of that kind becomes U+FFFD, as in UTF-8 text.
const encode = (value: string): string => encodeURIComponent(toUSVString(value));
