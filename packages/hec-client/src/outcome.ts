import type { Batch } from './batch/batch.js';

/** What became of the events `[from, to)` of a batch. */
export interface OutcomeRun {
  readonly from: number;
  readonly to: number;
  /**
   * `delivered`: Splunk answered 200. `acknowledged`: with acknowledgement on, an indexer has said that it is indexed.
   * `rejected`: Splunk will never take this event as it is. `unacknowledged`: it was taken, but no indexer said so in
   * time, and with `ack.hold: 'caller'` only the caller can send it again. `unknown`: the client was closed before an
   * answer was final; it may or may not be in.
   */
  readonly kind: 'delivered' | 'acknowledged' | 'rejected' | 'unacknowledged' | 'unknown';
  /** HEC code of a rejection, where the answer had one (see {@link hecReplyCodes}). */
  readonly code?: number;
  /** HTTP status of a rejection; none where the event was refused locally. */
  readonly status?: number;
  /** Splunk's words for it, or ours where an event was refused locally. */
  readonly text?: string;
}

/** Events `[from, to)` of a batch. */
export interface EventRange {
  readonly from: number;
  readonly to: number;
}

/** Hears of events that Splunk took, and whose bytes are held no more. */
export type TakenListener<C> = (batch: Batch<C>, ranges: readonly EventRange[]) => void;

/** Where outcomes go: each event of a batch is named exactly once over all calls. */
export type OutcomeListener<C> = (batch: Batch<C>, runs: readonly OutcomeRun[]) => void;
