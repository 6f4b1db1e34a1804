import type { TopicPartition } from './topic-partition.js';

/** Where one partition stands. */
export interface PartitionSnapshot extends TopicPartition {
  /** Next offset to be committed: everything before it is settled. */
  readonly settledOffset: number;
  /** Last offset known as committed in the group; undefined where there is none. */
  readonly committedOffset: number | undefined;
  /** End of the partition as last seen. */
  readonly highWatermark: number | undefined;
  /** Records between the settled offset and the end. */
  readonly lag: number | undefined;
  /** Records handed on and not yet settled. */
  readonly inFlight: number;
  /** Record timestamp of the oldest unsettled record, milliseconds since the epoch. */
  readonly oldestUnsettledTimestamp: number | undefined;
  /** Why it is not fetched; undefined while it is. */
  readonly pauseCause: string | undefined;
}

/** Stage of a consumer's life, in this order; it goes back to `connecting` after losing Kafka altogether. */
export type ConsumerState = 'connecting' | 'joining' | 'running' | 'draining' | 'stopped';

/** Where the consumer stands. Plain data. */
export interface ConsumerSnapshot {
  readonly state: ConsumerState;
  readonly memberId: string | undefined;
  /** Bytes of fetched records that are held, whole fetches counted. */
  readonly heldBytes: number;
  readonly partitions: readonly PartitionSnapshot[];
}
