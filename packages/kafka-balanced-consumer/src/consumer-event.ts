import type { ConsumerError } from './errors.js';
import type { TopicPartition } from './topic-partition.js';

/** What happened to the group or to a partition, for logs and metrics. */
export type ConsumerEvent =
  /** No broker answers, or a topic does not exist yet; it is tried again. */
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
  /** The request to join goes out; `memberId` is there where the member is known to the group already. */
  | { readonly kind: 'joining'; readonly memberId?: string }
  /** So many partitions' offsets were confirmed by the broker. */
  | { readonly kind: 'committed'; readonly partitions: number }
  /** A commit was refused or got lost, for so many beats in a row; it is tried again at the next one. */
  | { readonly kind: 'commit-failed'; readonly failures: number; readonly error: Error }
  | {
      readonly kind: 'partition-paused';
      readonly partition: TopicPartition;
      readonly cause: string;
      /** `KBC_UNREADABLE_BATCH` where its next record batch cannot be read; it is tried again now and then. */
      readonly error?: ConsumerError;
    }
  /**
   * There is something to read, and nothing came for `forMs`. `nudge`: it is sought again, which repeats nothing.
   * `restart`: the member leaves and joins anew; what is in flight will be delivered again.
   */
  | {
      readonly kind: 'partition-stalled';
      readonly partition: TopicPartition;
      readonly forMs: number;
      readonly cure: 'nudge' | 'restart';
    }
  | { readonly kind: 'partition-resumed'; readonly partition: TopicPartition }
  /** An outcome came for a partition that has moved away. Its records will be delivered by the new owner. */
  | { readonly kind: 'outcome-dropped'; readonly partition: TopicPartition; readonly records: number }
  /**
   * Records were let go and are in Kafka no more (retention, compaction, a topic made anew), so they cannot be read
   * again. They count as settled from now on.
   */
  | {
      readonly kind: 'records-gone';
      readonly partition: TopicPartition;
      /** Offsets `[from, to)` in which they lay. */
      readonly from: number;
      readonly to: number;
      readonly records: number;
    }
  /** Topics came that a pattern matches or that were missing, or went; the member joins anew with them. */
  | {
      readonly kind: 'topics-changed';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | {
      readonly kind: 'warning';
      readonly message: string;
      /** `KBC_BAD_ANSWER` where a broker's answer could not be read; it is asked again. */
      readonly error?: ConsumerError;
    };

/** Takes a {@link ConsumerEvent}. */
export type EventSink = (event: ConsumerEvent) => void;
