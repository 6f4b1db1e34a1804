import { now } from '../clock.js';
import { ConsumerError, messageOf } from '../errors.js';
import type { BearerToken, TokenProvider } from './sasl.js';

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions {
  /** Token endpoint of the OAuth server: `https://login.example.com/oauth2/token`. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** The secret, or a function that gives the one in force: it is called for each token. */
  readonly clientSecret: string | (() => string);
  /** Scope to ask for, several parted by spaces. */
  readonly scope?: string;
  /** SASL extensions to send beside the token. */
  readonly extensions?: Readonly<Record<string, string>>;
}

interface Held {
  readonly token: BearerToken;
  /** Milliseconds since the epoch from which on a new one is asked for. */
  readonly staleAt: number;
}

/** Longest wait for the token endpoint, milliseconds. */
const TIMEOUT_MS = 8000;

/** A token is renewed after this part of its life. */
const FRESH_PART = 0.8;

/** Life of a token of which the server says nothing, seconds. RFC 6749 recommends that it does. */
const UNKNOWN_LIFE_S = 60;

/**
 * A provider of tokens by OAuth's client-credentials grant (RFC 6749, 4.4). One request serves all connections; the
 * token is kept for four fifths of its life. The client is named in the `Authorization` header. The endpoint's
 * certificate is checked against the authorities that Node trusts; `NODE_EXTRA_CA_CERTS` adds to them.
 *
 * @throws (from the provider) ConsumerError `KBC_TOKEN`, which never holds the secret
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenProvider {
  let held: Held | undefined;
  let underWay: Promise<BearerToken> | undefined;
  return () => {
    if (held !== undefined && now() < held.staleAt) return Promise.resolve(held.token);
    underWay ??= requestToken(options)
      .then((fresh) => {
        held = fresh;
        return fresh.token;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}

async function requestToken(options: ClientCredentialsOptions): Promise<Held> {
  const { tokenUrl, clientId, clientSecret, scope, extensions } = options;
  const secret = typeof clientSecret === 'function' ? clientSecret() : clientSecret;
  // Both are form-encoded before they are joined (RFC 6749, 2.3.1): a colon in either would part them wrongly.
  const credentials = `${formEncoded(clientId)}:${formEncoded(secret)}`;
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) body.set('scope', scope);
  const askedAt = now();
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      accept: 'application/json',
    },
    body,
    // The credentials are for this address alone.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw failed(tokenUrl, `could not be asked: ${reasonOf(error)}`, error);
  });
  const answer = (await response.json().catch(() => undefined)) as Record<string, unknown> | undefined;
  if (!response.ok) {
    const said = typeof answer?.error === 'string' ? ` ${answer.error}` : '';
    throw failed(tokenUrl, `answered ${response.status}${said}: check the client's id, secret and scope`);
  }
  const value = answer?.access_token;
  if (typeof value !== 'string' || value === '') {
    throw failed(tokenUrl, 'answered without an access_token: check that it is a token endpoint');
  }
  const life = Number(answer?.expires_in ?? UNKNOWN_LIFE_S);
  const seconds = Number.isFinite(life) && life > 0 ? life : UNKNOWN_LIFE_S;
  return {
    token: { value, ...(extensions === undefined ? {} : { extensions }) },
    staleAt: askedAt + seconds * 1000 * FRESH_PART,
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

/** fetch hides why it failed behind "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = (error as { readonly cause?: unknown } | null)?.cause;
  return messageOf(cause ?? error);
}

function failed(tokenUrl: string, what: string, cause?: unknown): ConsumerError {
  const { origin, pathname } = new URL(tokenUrl);
  return new ConsumerError('KBC_TOKEN', `the token endpoint ${origin}${pathname} ${what}`, { cause });
}
