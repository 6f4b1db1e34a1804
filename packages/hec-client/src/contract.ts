import type { EventHead } from './wire/event-head.js';

/** What stands in the URL of a request, and so what a batch is keyed by. */
export interface DestinationSpec {
  /** `raw`: bytes as they are, one event a line. `event`: one JSON envelope an event. */
  readonly kind: 'raw' | 'event';
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  readonly host?: string;
}

/** A destination known to a client. Ask for it once and keep it: it is the key of the open batch. */
export interface Destination extends DestinationSpec {
  /** Short words for logs: `raw index=main sourcetype=nginx`. */
  readonly label: string;
}

/** What became of the events `[from, to)` of a batch. */
export interface OutcomeRun {
  readonly from: number;
  readonly to: number;
  /**
   * `delivered`: Splunk answered 200. `rejected`: Splunk will never take this event as it is.
   * `unknown`: the client was closed before an answer was final; it may or may not be in.
   */
  readonly kind: 'delivered' | 'rejected' | 'unknown';
  /** HEC code of a rejection, where the answer had one. */
  readonly code?: number;
  /** HTTP status of a rejection. */
  readonly status?: number;
  /** Splunk's words for it, or ours where an event was refused locally. */
  readonly text?: string;
}

/** One request's worth of events for one destination. `C` is what the caller hangs on it. */
export interface Batch<C> {
  /** Rises by one with each batch of a client. */
  readonly id: number;
  readonly destination: Destination;
  /** The caller's own bookkeeping, made by `newContext` when the batch is opened. */
  readonly context: C;
  /** Events appended so far. */
  readonly events: number;
  /** Bytes of the body so far. */
  readonly bytes: number;
  /**
   * Copies the bytes `[start, end)` in as one event; answers its number in the batch, or -1 when the batch takes no
   * more: then it is sealed already and {@link HecClient.open} gives the next one. The first event of a batch is
   * always taken, whatever its size.
   *
   * @param head - metadata of the envelope, event endpoint only
   * @param timeMs - event time in milliseconds since the epoch, event endpoint only; left out when undefined
   */
  append(buffer: Buffer, start: number, end: number, head?: EventHead, timeMs?: number): number;
}

/** State of an endpoint or a destination, with its cause in words an operator can act on. */
export interface DeliveryState {
  /** The endpoint's base URL, or the destination's label. Never a token. */
  readonly name: string;
  readonly scope: 'endpoint' | 'destination';
  /**
   * `ok`; `backing-off`: sent again by itself at `until`; `paused`: an auth or configuration error that somebody has
   * to mend, probed until it heals.
   */
  readonly state: 'ok' | 'backing-off' | 'paused';
  /** `503 Server is busy (code 9)`, `connect ECONNREFUSED 127.0.0.1:8088`. */
  readonly cause?: string;
  /** Since when, milliseconds since the epoch. */
  readonly since: number;
  /** Next attempt, milliseconds since the epoch. */
  readonly until?: number;
  /** Failed attempts in a row. */
  readonly failures: number;
}

/** Where the client stands. Plain data. */
export interface ClientSnapshot {
  /** Bytes of all bodies, open, waiting and in flight. */
  readonly heldBytes: number;
  readonly inFlight: number;
  readonly states: readonly DeliveryState[];
  readonly counts: {
    readonly requests: number;
    readonly refused: number;
    readonly resentEvents: number;
    readonly deliveredEvents: number;
    readonly rejectedEvents: number;
  };
}

/** The client. */
export interface HecClient<C> {
  /** The destination of this spec; the same object for equal specs. */
  destination(spec: DestinationSpec): Destination;
  /**
   * The open batch of a destination; a new one where there is none. Undefined while the byte bound leaves the
   * destination no room: `onRoom` is called when it is worth asking again.
   */
  open(destination: Destination): Batch<C> | undefined;
  /** Seals every open batch now, whatever its age. */
  flush(): void;
  /** Resolves when nothing is held any more, or when the signal aborts. */
  idle(signal?: AbortSignal): Promise<void>;
  /** Ends all waiting and all requests; what has no outcome becomes `unknown`. Safe to call twice. */
  close(): Promise<void>;
  snapshot(): ClientSnapshot;
}

/** TLS to HEC. PEM text, not paths. */
export interface HecTls {
  /** Certificate authorities, PEM. Default: the ones Node trusts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** Name to expect in the server's certificate instead of the URL's host. */
  readonly servername?: string;
  /** `false` accepts any certificate. @defaultValue true */
  readonly verify?: boolean;
}

/** Waiting after a failure. */
export interface BackoffOptions {
  /** First wait in milliseconds. @defaultValue 250 */
  readonly firstMs?: number;
  /** Longest wait in milliseconds. @defaultValue 5000 (and 1800 in the first minute of an outage) */
  readonly maxMs?: number;
  /** Each wait is so many times the one before. @defaultValue 2 */
  readonly factor?: number;
  /** Spread in milliseconds around the wait. Default: half of the wait is random. */
  readonly jitterMs?: number;
  /** After so many failures in a row the endpoint is reported as down (it is tried on for ever). @defaultValue 5 */
  readonly reportAfter?: number;
}

/** Options of `createHecClient`. `C` is what the caller hangs on a batch. */
export interface HecClientOptions<C> {
  /** Base URL of HEC: `https://splunk.example.com:8088`. */
  readonly url: string;
  /** The token; a function is asked again for every request, so that a rotated token is picked up. */
  readonly token: string | (() => string);
  /** Channel GUID, sent with every request where given. */
  readonly channel?: string;
  readonly tls?: HecTls;
  /** gzip of the bodies, off the main thread. @defaultValue off */
  readonly gzip?: { readonly level: number };
  /** Events after which a batch is sealed. @defaultValue no limit */
  readonly maxEvents?: number;
  /** Bytes after which a batch is sealed. @defaultValue 1 MiB */
  readonly maxBytes?: number;
  /** Age of a batch's first event, in milliseconds, at which it is sealed. @defaultValue 200 */
  readonly lingerMs?: number;
  /** Bytes of all bodies held at once. @defaultValue 32 MiB */
  readonly maxHeldBytes?: number;
  /** Requests in flight at once. @defaultValue 4 */
  readonly concurrency?: number;
  /** One request in flight per destination, so that requests never overtake each other. @defaultValue false */
  readonly ordered?: boolean;
  /** Time for the answer to a request, in milliseconds. @defaultValue 60000 */
  readonly timeoutMs?: number;
  readonly backoff?: BackoffOptions;
  /** Rejections in a row, from one destination with one code, that pause it. @defaultValue 16 */
  readonly pauseAfterRejections?: number;
  /** Makes what the caller hangs on a new batch. */
  readonly newContext: () => C;
  /**
   * Outcomes, as soon as they are known: every event of a batch is covered exactly once over all calls. Called from
   * the event loop, never from within `append` or `open`. Must not throw.
   */
  readonly onOutcome: (batch: Batch<C>, runs: readonly OutcomeRun[]) => void;
  /** There is room again after `open` answered undefined. */
  readonly onRoom?: () => void;
  /** An endpoint or destination changed its state or its cause. Called once per change, not per attempt. */
  readonly onState?: (state: DeliveryState) => void;
}
