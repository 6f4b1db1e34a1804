import type { DeliveryState } from './delivery-state.js';
import { HecError } from './errors.js';
import type { OutcomeListener } from './outcome.js';
import type { HecDispatcher } from './transport/dispatcher.js';

/** TLS to HEC. PEM text, not paths. */
export interface HecTls {
  /** Certificate authorities, PEM. Default: the ones Node trusts. */
  readonly ca?: string;
  /** Client certificate, PEM. */
  readonly cert?: string;
  /** Key of the client certificate, PEM. */
  readonly key?: string;
  /** Passphrase of the key. */
  readonly passphrase?: string;
  /** Name to expect in the server's certificate instead of the URL's host. */
  readonly servername?: string;
  /** `false` accepts any certificate. @defaultValue true */
  readonly verify?: boolean;
}

/** Waiting after a failure that passes by itself (busy, 5xx, no connection). */
export interface BackoffOptions {
  /** First wait in milliseconds. @defaultValue 250 */
  readonly firstMs?: number;
  /** Longest wait in milliseconds. @defaultValue 5000 (and 1800 in the first minute of an outage) */
  readonly maxMs?: number;
  /** Each wait is so many times the one before; 1 or more. @defaultValue 2 */
  readonly factor?: number;
  /** Spread in milliseconds around the wait. Default: half of the wait is random. */
  readonly jitterMs?: number;
  /** After so many failures in a row the endpoint is reported as down (it is tried on for ever). @defaultValue 5 */
  readonly reportAfter?: number;
  /**
   * A retry policy of your own: answers the wait in milliseconds before the next attempt. It replaces `firstMs`,
   * `maxMs`, `factor` and `jitterMs`. What is no number above 0 counts as 250. Must not throw.
   */
  readonly wait?: (outage: Outage) => number;
}

/** What a wait depends on. */
export interface Outage {
  /** Failures in a row, this one included: 1 or more. */
  readonly failures: number;
  /** How long it has lasted, in milliseconds. */
  readonly ageMs: number;
  /** What the answer asked for with `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** The slow beat at which something paused is probed. */
export interface ProbeOptions {
  /** First wait in milliseconds. @defaultValue 1000 */
  readonly firstMs?: number;
  /** Longest wait in milliseconds; each wait is twice the one before. @defaultValue 15000 */
  readonly maxMs?: number;
}

/** Options of {@link createHecClient}. `C` is what the caller hangs on a batch. */
export interface HecClientOptions<C> {
  /** Base URL of HEC: `https://splunk.example.com:8088`. A path in front of `/services/collector` may follow. */
  readonly url: string;
  /**
   * The token; a function is asked again for every request, so that a rotated token is picked up. A function that
   * throws pauses the sending until it does not.
   */
  readonly token: string | (() => string);
  /** Channel GUID, sent with every request where given. */
  readonly channel?: string;
  /** TLS to HEC. Certificates are verified by default. */
  readonly tls?: HecTls;
  /**
   * A dispatcher of undici 7 to send through, for proxies and interceptors. It is not closed at the end, `tls` cannot
   * stand beside it, and it must not retry by itself.
   */
  readonly dispatcher?: HecDispatcher;
  /**
   * gzip of the bodies, off the main thread; level 0 to 9. Up to `concurrency` + 1 compressed copies exist beside
   * the held bytes. @defaultValue off
   */
  readonly gzip?: { readonly level: number };
  /** Events after which a batch is sealed. @defaultValue no limit */
  readonly maxEvents?: number;
  /** Bytes after which a batch is sealed. One larger event goes alone. @defaultValue 1 MiB */
  readonly maxBytes?: number;
  /** Age of a batch's first event, in milliseconds, at which it is sealed. @defaultValue 200 */
  readonly lingerMs?: number;
  /**
   * Bytes of all bodies held at once. A single event that is larger than what is left still goes when its destination
   * holds nothing else. Give room for at least `2 * concurrency` batches. @defaultValue 32 MiB
   */
  readonly maxHeldBytes?: number;
  /** Requests in flight at once. @defaultValue 4 */
  readonly concurrency?: number;
  /** One request in flight per destination, so that requests never overtake each other. @defaultValue false */
  readonly ordered?: boolean;
  /** Time for a request, from connecting to the end of its answer, in milliseconds. @defaultValue 60000 */
  readonly timeoutMs?: number;
  /** Waiting after failures. */
  readonly backoff?: BackoffOptions;
  /** The beat at which a paused endpoint or destination is probed, with one held batch at a time. */
  readonly probe?: ProbeOptions;
  /** Rejections in a row, from one destination with one code, that pause it. @defaultValue 16 */
  readonly pauseAfterRejections?: number;
  /** Makes what the caller hangs on a new batch. */
  readonly newContext: () => C;
  /**
   * Outcomes, as soon as they are known: every event of a batch is covered exactly once over all calls. Called from
   * the event loop, never from within `append` or `open`. Must not throw.
   */
  readonly onOutcome: OutcomeListener<C>;
  /** There is room again after `open` answered undefined. */
  readonly onRoom?: () => void;
  /** An endpoint or destination changed its state, its cause or went down. Called once per change, not per attempt. */
  readonly onState?: (state: DeliveryState) => void;
}

/** Options with every default filled in. */
export interface ResolvedOptions {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path of the base URL without a slash at its end; empty for none. */
  readonly prefix: string;
  readonly maxEvents: number;
  readonly maxBytes: number;
  readonly lingerMs: number;
  readonly maxHeldBytes: number;
  readonly concurrency: number;
  readonly ordered: boolean;
  readonly timeoutMs: number;
  readonly pauseAfterRejections: number;
}

const MIB = 1024 * 1024;
// Positions in a body are 32 bit numbers.
const MAX_BYTES = 1024 * MIB;
const MAX_MS = 2 ** 31 - 1;

/**
 * Checks options and fills in the defaults.
 *
 * @throws HecError `HEC_OPTION`, naming the option, what it may be and what it is
 */
export function resolveOptions<C>(options: HecClientOptions<C>): ResolvedOptions {
  const { url, tls, dispatcher, gzip, backoff = {}, probe = {}, channel } = options;
  if (tls !== undefined && dispatcher !== undefined) {
    throw new HecError('HEC_OPTION', 'tls cannot stand beside a dispatcher: give TLS to the dispatcher');
  }
  if (channel === '') throw new HecError('HEC_OPTION', 'channel must be a GUID, or be left out');
  if (gzip !== undefined) whole('gzip.level', gzip.level, 0, 9, 0);
  for (const [name, value] of Object.entries({ firstMs: backoff.firstMs, maxMs: backoff.maxMs })) {
    number(`backoff.${name}`, value, 1, MAX_MS);
  }
  number('backoff.factor', backoff.factor, 1, 1000);
  number('backoff.jitterMs', backoff.jitterMs, 0, MAX_MS);
  whole('backoff.reportAfter', backoff.reportAfter, 1, Number.MAX_SAFE_INTEGER, 1);
  number('probe.firstMs', probe.firstMs, 1, MAX_MS);
  number('probe.maxMs', probe.maxMs, 1, MAX_MS);
  return {
    ...resolveUrl(url),
    maxEvents: whole('maxEvents', options.maxEvents, 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    maxBytes: whole('maxBytes', options.maxBytes, 1, MAX_BYTES, MIB),
    lingerMs: whole('lingerMs', options.lingerMs, 0, MAX_MS, 200),
    maxHeldBytes: whole('maxHeldBytes', options.maxHeldBytes, 1, Number.MAX_SAFE_INTEGER, 32 * MIB),
    concurrency: whole('concurrency', options.concurrency, 1, 1024, 4),
    ordered: options.ordered ?? false,
    timeoutMs: whole('timeoutMs', options.timeoutMs, 1, MAX_MS, 60_000),
    pauseAfterRejections: whole('pauseAfterRejections', options.pauseAfterRejections, 1, MAX_MS, 16),
  };
}

function resolveUrl(text: string): { origin: string; prefix: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new HecError(
      'HEC_OPTION',
      'url must be an http or https URL such as https://splunk.example.com:8088',
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new HecError(
      'HEC_OPTION',
      'url must hold no user, password, query or fragment: the token has its own option',
    );
  }
  const prefix = url.pathname.replace(/\/+$/, '');
  if (prefix.includes('/services/collector')) {
    throw new HecError('HEC_OPTION', 'url must end before /services/collector, which is added');
  }
  return { origin: url.origin, prefix };
}

function number(name: string, value: number | undefined, least: number, most: number): void {
  if (value !== undefined && !(Number.isFinite(value) && value >= least && value <= most)) {
    throw new HecError('HEC_OPTION', `${name} must be a number from ${least} to ${most}, not ${value}`);
  }
}

function whole(
  name: string,
  value: number | undefined,
  least: number,
  most: number,
  fallback: number,
): number {
  if (value === undefined) return fallback;
  if (!(Number.isSafeInteger(value) && value >= least && value <= most)) {
    throw new HecError('HEC_OPTION', `${name} must be a whole number from ${least} to ${most}, not ${value}`);
  }
  return value;
}
