import type { RecordBatch } from './records/record-batch.js';
import type { ConsumerSnapshot } from './snapshot.js';
import type { TopicPartition } from './topic-partition.js';

/** A consumer that commits what was settled and nothing else. */
export interface BalancedConsumer {
  /**
   * Connects, joins and consumes. While no broker answers it keeps trying and reports each failure as an event.
   * Resolves after {@link BalancedConsumer.leave}; rejects with a `ConsumerError` when it cannot go on.
   */
  run(): Promise<void>;
  /**
   * Marks the records `[from, to)` of a batch as settled. A stale batch is ignored and counted.
   *
   * @throws ConsumerError `KBC_FOREIGN_BATCH` for a batch of another make
   */
  settle(batch: RecordBatch, from: number, to: number): void;
  /** Stops fetching one partition until {@link BalancedConsumer.resume}; the cause is shown in the snapshot. */
  pause(partition: TopicPartition, cause: string): void;
  /** Takes back {@link BalancedConsumer.pause}. */
  resume(partition: TopicPartition): void;
  /** Stops fetching everything, for good, and stays in the group. */
  stopFetching(): void;
  /** Resolves when nothing is in flight and the offsets are committed, or when the signal aborts. */
  drained(signal: AbortSignal): Promise<{ readonly unsettled: number }>;
  /** Commits what is settled, leaves the group and disconnects. Safe to call twice. */
  leave(): Promise<void>;
  /** Where it stands. */
  snapshot(): ConsumerSnapshot;
}
