import type { RecordBatch } from './records/record-batch.js';

/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** TLS to the brokers. PEM text, not paths: reading files is the caller's business. */
export interface KafkaTls {
  /** Certificate authorities, PEM. Default: the ones Node trusts. */
  readonly ca?: string;
  /** Client certificate, PEM. */
  readonly cert?: string;
  /** Key of the client certificate, PEM. */
  readonly key?: string;
  /** Passphrase of an encrypted key. */
  readonly passphrase?: string;
}

/** What happened to the group or to a partition, for logs and metrics. */
export type ConsumerEvent =
  | { readonly kind: 'connecting'; readonly attempt: number; readonly error: Error }
  | {
      readonly kind: 'joined';
      readonly memberId: string;
      readonly generation: number;
      readonly gained: readonly TopicPartition[];
      readonly lost: readonly TopicPartition[];
      readonly kept: readonly TopicPartition[];
    }
  | { readonly kind: 'rebalancing' }
  | { readonly kind: 'committed'; readonly partitions: number }
  | { readonly kind: 'commit-failed'; readonly error: Error }
  | { readonly kind: 'partition-paused'; readonly partition: TopicPartition; readonly cause: string }
  | { readonly kind: 'partition-resumed'; readonly partition: TopicPartition }
  | { readonly kind: 'outcome-dropped'; readonly partition: TopicPartition; readonly records: number }
  | { readonly kind: 'warning'; readonly message: string };

/** Options of {@link createBalancedConsumer}. */
export interface BalancedConsumerOptions {
  /** Bootstrap addresses, `host:port`. At least one. */
  readonly brokers: readonly string[];
  /** Consumer group. */
  readonly groupId: string;
  /** Topics by name. At least one. */
  readonly topics: readonly string[];
  /** How this member is named in the broker's logs and quotas. @defaultValue `kafka-balanced-consumer` */
  readonly clientId?: string;
  /** Where a partition without a committed offset begins. @defaultValue `earliest` */
  readonly initialOffset?: 'earliest' | 'latest';
  /** TLS; `true` for the system's authorities. @defaultValue off */
  readonly tls?: boolean | KafkaTls;
  /**
   * Bytes of fetched records that may be held before fetching pauses. One fetch per broker and one record batch
   * may come on top. @defaultValue 32 MiB
   */
  readonly maxHeldBytes?: number;
  /** Beat of the commits in milliseconds; only what moved is committed. @defaultValue 250 */
  readonly commitIntervalMs?: number;
  /** Milliseconds without a heartbeat after which the group gives the partitions away. @defaultValue 30000 */
  readonly sessionTimeoutMs?: number;
  /** Longest wait of a fetch in milliseconds; also how soon a resume is noticed. @defaultValue 500 */
  readonly fetchWaitMs?: number;
  /** Bytes of one fetch from one broker. @defaultValue 8 MiB, at most half of `maxHeldBytes` */
  readonly fetchBytes?: number;
  /** Bytes of one partition in one fetch. @defaultValue 2 MiB, at most `fetchBytes` */
  readonly fetchBytesPerPartition?: number;
  /**
   * Takes records over. Called in partition order, synchronously; must not throw. Each record must sooner or
   * later be given to {@link BalancedConsumer.settle}, unless its partition is lost first.
   */
  readonly onRecords: (batch: RecordBatch) => void;
  /** Partitions that moved away: forget their unsent records, and release the batches. */
  readonly onLost?: (partitions: readonly TopicPartition[]) => void;
  /** Everything worth a log line or a metric. */
  readonly onEvent?: (event: ConsumerEvent) => void;
}

/** Where one partition stands. */
export interface PartitionSnapshot extends TopicPartition {
  /** Next offset to be committed: everything before it is settled. */
  readonly settledOffset: number;
  /** Last offset the broker confirmed as committed by this member; undefined before the first commit. */
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

/** Where the consumer stands. Plain data. */
export interface ConsumerSnapshot {
  readonly state: 'connecting' | 'joining' | 'running' | 'draining' | 'stopped';
  readonly memberId: string | undefined;
  readonly heldBytes: number;
  readonly partitions: readonly PartitionSnapshot[];
}

/** A consumer that commits what was settled and nothing else. */
export interface BalancedConsumer {
  /**
   * Connects, joins and consumes. While no broker answers it keeps trying and reports each failure as an event.
   * Resolves after {@link BalancedConsumer.leave}; rejects with a `ConsumerError` when it cannot go on.
   */
  run(): Promise<void>;
  /** Marks the records `[from, to)` of a batch as settled. A stale batch is ignored and counted. */
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
  snapshot(): ConsumerSnapshot;
}
