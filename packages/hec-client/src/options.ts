import type { AckOptions } from './ack-options.js';
import type { DeliveryState } from './delivery-state.js';
import type { LookupOptions, PickEndpoint } from './endpoints.js';
import type { OutcomeListener, TakenListener } from './outcome.js';
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
  /**
   * Base URL of HEC: `https://splunk.example.com:8088`. A path in front of `/services/collector` may follow. This or
   * `urls` is needed.
   */
  readonly url?: string;
  /** Several of them, instead of `url`: each is an endpoint, and a dead one does not stop the others. */
  readonly urls?: readonly string[];
  /**
   * Looks up the name in each URL, again and again: where it has several addresses, each is an endpoint. Without it
   * each new connection goes where the system's resolver leads. Not beside a dispatcher. @defaultValue off
   */
  readonly lookup?: LookupOptions;
  /** Chooses the endpoint of a request. Must not throw. @defaultValue the one with the fewest requests in flight */
  readonly pickEndpoint?: PickEndpoint;
  /**
   * Milliseconds after which connections are replaced (spread by a fifth), so that a load balancer can spread them
   * anew. With acknowledgement a new session, and so a new channel, begins. @defaultValue 300000
   */
  readonly recycleMs?: number;
  /** Indexer acknowledgement. @defaultValue off */
  readonly ack?: AckOptions;
  /**
   * The token: printable ASCII, white space around it is cut off. A function is asked again for every request, so that a
   * rotated token is picked up; one that throws, or answers no token, pauses the sending until it does not.
   */
  readonly token: string | (() => string);
  /**
   * Channel GUID, sent with every request where given. With `ack` it is not used as written: each session makes a
   * channel of its own, which begins with the first group of this one.
   */
  readonly channel?: string;
  /**
   * TLS to HEC. Certificates are verified by default. A function is asked again for every new connection, so that renewed
   * certificates are picked up: it must give the same object until something has changed, and must not throw.
   */
  readonly tls?: HecTls | (() => HecTls);
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
  /**
   * The most requests in flight at once, for each endpoint. Splunk's hints to slow down and its refusals lower what is
   * used of it. @defaultValue 4
   */
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
  /**
   * With `ack.hold: 'caller'`: Splunk took these events, and their bytes are let go; from now on they are the caller's
   * to send again. Each range gets its outcome later, whole: `acknowledged`, `unacknowledged` or `unknown`. Called as
   * `onOutcome` is. Must not throw.
   */
  readonly onTaken?: TakenListener<C>;
  /** There is room again after `open` answered undefined. */
  readonly onRoom?: () => void;
  /** An endpoint or destination changed its state, its cause or went down. Called once per change, not per attempt. */
  readonly onState?: (state: DeliveryState) => void;
}
