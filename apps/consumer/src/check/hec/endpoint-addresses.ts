import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** One address that events may go to. */
export interface EndpointAddress {
  readonly url: string;
  /** Where the name in the URL has several: one of them. */
  readonly address?: string;
  /** For people: the URL, and the address where that is not the only one. */
  readonly name: string;
}

/** The addresses behind a URL: a name that has several of them is several endpoints. Never rejects. */
export async function endpointAddresses(url: string): Promise<EndpointAddress[]> {
  const hostname = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(hostname) !== 0) return [{ url, name: url }];
  // Why a name cannot be looked up comes up again with the first question to the endpoint.
  const found = await lookup(hostname, { all: true }).catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  if (addresses.length < 2) return [{ url, name: url }];
  return addresses.map((address) => ({ url, address, name: `${url} (${address})` }));
}
