import type { Batch, Destination } from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { BatchRuns } from '../batch-runs.js';

/** What a road needs of a HEC batch. */
export type FillableBatch = Pick<
  Batch<BatchRuns>,
  'append' | 'appendJson' | 'appendEnvelope' | 'context' | 'destination' | 'events'
>;

/** What a road needs of the client. */
export interface BatchSource {
  open(destination: Destination): FillableBatch | undefined;
}

/** How the records of one partition get into HEC batches. The same record always goes the same way. */
export interface Road {
  /** Label of the destination that its last records went to, or wait for; undefined before the first. */
  readonly destination: string | undefined;
  /**
   * Moves records from `next` on, as many as it can in one go. Answers the index it came to: `next` itself when the
   * destination has no room.
   */
  move(records: RecordBatch, next: number): number;
}
