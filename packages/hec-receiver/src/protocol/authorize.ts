import type { TokenOptions, TokenTable } from './token-table.js';

/** A token that may be used, or the HEC code that says why not. */
export type Authorization = { readonly token: TokenOptions } | { readonly code: 1 | 2 | 3 | 4 | 16 };

/**
 * Who asks. A token in the query string wins over the header, even where the token does not allow it: measured by a
 * third party on Splunk 10.4, and a way to lock oneself out that clients should know.
 */
export function authorize(
  header: string | undefined,
  queryToken: string | null,
  tokens: TokenTable,
): Authorization {
  if (queryToken !== null) {
    const known = check(queryToken, tokens);
    if ('token' in known && known.token.allowQueryString !== true) return { code: 16 };
    return known;
  }
  const sent = tokenOfHeader(header);
  return typeof sent === 'string' ? check(sent, tokens) : sent;
}

function check(text: string, tokens: TokenTable): Authorization {
  const token = tokens.find(text);
  if (token === undefined) return { code: 4 };
  return token.disabled === true ? { code: 1 } : { token };
}

/** The token of `Splunk <token>`, or of Basic, where it is the password and the name is free. */
function tokenOfHeader(header: string | undefined): string | { readonly code: 2 | 3 } {
  if (header === undefined || header.trim() === '') return { code: 2 };
  const [, scheme = '', value = ''] = /^\s*(\S+)\s+(\S+)\s*$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'splunk') return value;
  if (scheme.toLowerCase() !== 'basic') return { code: 3 };
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0 ? { code: 3 } : decoded.slice(colon + 1);
}
