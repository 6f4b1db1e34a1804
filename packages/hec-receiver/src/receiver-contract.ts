import type { Acks } from './acks/indexer-tier.js';
import type { DestinationCount } from './counting/destination-counts.js';
import type { RequestCounts } from './counting/request-counts.js';
import type { RunCount, Runs } from './counting/run-counts.js';
import type { SeenRequest } from './faults/fault.js';
import type { Faults } from './faults/fault-script.js';
import type { HealthCode } from './http/answer-health.js';
import type { AcceptedCounts, KeptBody, KeptEvent, SampleEvent } from './intake.js';
import type { Tokens } from './protocol/token-table.js';

/** Everything a receiver counts, at one moment. Plain data: what `/receiver.json` answers. Holds no token. */
export interface ReceiverSnapshot {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly startedAt: number;
  readonly requests: RequestCounts;
  readonly accepted: AcceptedCounts;
  readonly destinations: readonly DestinationCount[];
  readonly runs: readonly RunCount[];
  /** Events without a run mark. */
  readonly foreign: number;
  readonly pendingAcks: number;
  /** The faults still to come, in words. */
  readonly faults: readonly string[];
  /** The last events. */
  readonly sample: readonly SampleEvent[];
}

/** Options of {@link Receiver.waitFor}. */
export interface WaitOptions {
  /** After so many milliseconds the promise rejects with RECEIVER_WAIT_TIMEOUT. @defaultValue 10000 */
  readonly timeoutMs?: number;
}

/** Options of {@link Receiver.restartIndexers}. */
export interface RestartOptions {
  /** Breaks every open connection, as a restart does; a request in flight gets no answer. @defaultValue true */
  readonly closeConnections?: boolean;
}

/** A running receiver. */
export interface Receiver {
  /** Base URL: `http://127.0.0.1:43211`. HEC's paths come behind it; the page is at `/`. */
  readonly url: string;
  readonly port: number;
  /** The first token. */
  readonly token: string;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly acks: Acks;
  /** Requests so far. */
  readonly requests: RequestCounts;
  /** What was taken so far. */
  readonly accepted: AcceptedCounts;
  /** Counts by run id and number. */
  readonly runs: Runs;
  /** Events taken, by index, source and sourcetype. */
  readonly destinations: readonly DestinationCount[];
  /** The events that were kept, in the order they were taken; empty unless the option `keep` asks for them. */
  readonly events: readonly KeptEvent[];
  /** The bodies that were kept, with `keep: 'bodies'`. */
  readonly bodies: readonly KeptBody[];
  /**
   * Calls the listener for every request, before its body is read and anything is decided, and waits for the promise it
   * returns: so a test holds a request back until it wants to let it go. Returns a function that ends the calling.
   */
  onRequest(listener: (request: SeenRequest) => Promise<void> | void): () => void;
  /**
   * Resolves when the condition is true; looks at it after each change, so that tests need not sleep. Rejects with
   * RECEIVER_WAIT_TIMEOUT, whose message says what came so far, or with RECEIVER_STOPPED.
   */
  waitFor(condition: (receiver: Receiver) => boolean, options?: WaitOptions): Promise<void>;
  /** What the health endpoint says from now on. */
  setHealth(code: HealthCode): void;
  /** What a restart of the indexers does: channels and acks are forgotten, ids begin at 0. Events stay. */
  restartIndexers(options?: RestartOptions): void;
  /** Breaks every open connection at once. */
  closeConnections(): void;
  snapshot(): ReceiverSnapshot;
  /** Stops listening, breaks all connections and frees the port. Safe to call twice. */
  stop(): Promise<void>;
}
