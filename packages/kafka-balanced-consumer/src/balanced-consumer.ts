import type { LetGoRange, RecordsOf } from './let-go/let-go-range.js';
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
  /**
   * Says that the bytes of these records are needed no more although their outcome is still open: they stay in flight,
   * nothing is committed past them, and they are known by their offsets alone. Read what you need of the batches before.
   * Answers ranges, neighbours joined; give each of them to {@link BalancedConsumer.settleRange} or
   * {@link BalancedConsumer.readAgain} once. What is let go costs some 100 bytes a range: a quarter of `maxHeldBytes`
   * is the most, and then fetching pauses.
   *
   * @throws ConsumerError `KBC_FOREIGN_BATCH` for a batch of another make
   */
  letGo(records: Iterable<RecordsOf>): LetGoRange[];
  /** Marks records that were let go as settled. A range of a partition that has moved away is ignored and counted. */
  settleRange(range: LetGoRange): void;
  /**
   * Fetches records that were let go once more, on the connection and in the group that this consumer has: before
   * anything new of their partition, past its memory bound for new records, and while draining too. They come through
   * `onRecords` in batches that say so ({@link RecordBatch.again}). Those that Kafka does not have any more are told as
   * the event `records-gone` and count as settled. A range of a partition that has moved away is ignored and counted.
   */
  readAgain(range: LetGoRange): void;
  /** Stops fetching one partition until {@link BalancedConsumer.resume}; the cause is shown in the snapshot. */
  pause(partition: TopicPartition, cause: string): void;
  /** Takes back {@link BalancedConsumer.pause}. */
  resume(partition: TopicPartition): void;
  /** Stops fetching everything, for good, and stays in the group. */
  stopFetching(): void;
  /**
   * Resolves when nothing is in flight and the offsets are committed, or when the signal aborts, or the consumer has ended.
   * Where the membership is lost meanwhile, it waits for the next one and commits under that.
   *
   * @returns `unsettled`: what will be delivered again. Records in flight, those that were in flight when their partition
   * moved away during the drain included, and offsets that were settled and could not be committed; 0 when all went well
   */
  drained(signal: AbortSignal): Promise<{ readonly unsettled: number }>;
  /** Commits what is settled, leaves the group and disconnects. Safe to call twice. */
  leave(): Promise<void>;
  /** Where it stands. */
  snapshot(): ConsumerSnapshot;
}
