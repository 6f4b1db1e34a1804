const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The channel of a request (undefined: none, and none is needed), or the HEC code that refuses it. */
export type ChannelVerdict = { readonly channel: string | undefined } | { readonly code: 10 | 11 };

/**
 * The header `X-Splunk-Request-Channel` or the query's `channel`. Needed where acknowledgement is on; where one is sent
 * it must be a GUID, needed or not.
 */
export function channelOf(header: string | undefined, query: string | null, needed: boolean): ChannelVerdict {
  const sent = header !== undefined && header !== '' ? header : (query ?? '');
  if (sent === '') return needed ? { code: 10 } : { channel: undefined };
  return guid.test(sent) ? { channel: sent.toLowerCase() } : { code: 11 };
}
