import type { ConsumerError } from '../errors.js';
import type { Membership } from '../group/membership.js';
import type { LogBounds } from '../out-of-range.js';
import type { RecordPiece } from '../records/record-piece.js';
import type { TopicPartition } from '../topic-partition.js';
import type { TopicChanges } from '../topics/topic-changes.js';

/** A partition and a place in it. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: number;
}

/** Where a gained partition begins. */
export interface StartOffset extends PartitionOffset {
  /** Its committed offset, where the group has one. */
  readonly committed: number | undefined;
  /** The start is to be committed at once, so that a restart begins there too. */
  readonly commitNow: boolean;
}

/** What one fetch brought of a partition, where it began, and where the partition ends. */
export interface FetchedBatch extends TopicPartition {
  readonly fetchedOffset: number;
  readonly highWatermark: number;
  /** Reads it, as far as it is asked for, from the given offset on. */
  pieces(position: number): Iterable<RecordPiece>;
}

/** What became of fetched records. */
export interface TakenRecords {
  /** The offset to fetch next. */
  readonly position: number;
  /** Fetching waits for it, if it is there. */
  readonly wait: Promise<void> | undefined;
}

/** What a group session asks of and tells its owner. None of these may throw. */
export interface GroupListener {
  /** Before the member joins again: settle and commit what can be. What moves away is fenced afterwards. */
  beforeRejoin(): Promise<void>;
  /** The request to join goes out; without an id where the member is new. */
  joining(memberId: string | undefined): void;
  /** Which partitions of a new membership have to begin somewhere, because they were not owned before. */
  gainedBy(membership: Membership): readonly TopicPartition[];
  /**
   * The member has joined. Answers the offset at which each of its partitions goes on; called before the first fetch
   * of the new generation.
   */
  joined(membership: Membership, starts: readonly StartOffset[]): readonly PartitionOffset[];
  /** Records in partition order. Undefined where they are not wanted: the place to fetch next stays as it is. */
  records(fetched: FetchedBatch): TakenRecords | undefined;
  /** Offsets up to `offset` hold no records for us: control records, aborted transactions, compacted ones. */
  skipped(partition: TopicPartition, offset: number, highWatermark: number): void;
  /**
   * The offset to be fetched is no longer, or not yet, in the log. Fetching waits a while for the answer; it goes on where
   * the partition was sought meanwhile, else at its commit, and without one at its first record.
   */
  outOfRange(partition: TopicPartition): Promise<void>;
  /** It is known which partitions of a topic have had no leader for a while. */
  leadersKnown(topic: string, without: readonly number[]): void;
  /** Ids of the topics that are read, as far as brokers tell: one with another id than before is another topic. */
  topicIds(ids: ReadonlyMap<string, string>): void;
  /** Topics came or went; a join follows. */
  topicsChanged(changes: TopicChanges): void;
  warning(message: string, error?: ConsumerError): void;
}

/** How a session ended: by `stop`, or by an error. */
export type SessionEnd = { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly error: unknown };

/** One membership of a group, from connecting to leaving. Whoever implements it knows a Kafka client. */
export interface GroupSession {
  /** Resolves when the session is over. Never rejects. */
  readonly ended: Promise<SessionEnd>;
  /** A join is under way: the old membership is over and the new one not known. */
  readonly joining: boolean;
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  seek(to: PartitionOffset): void;
  /** Commits under the given membership; refused by the broker when that is over. */
  commit(membership: Membership, offsets: readonly PartitionOffset[]): Promise<void>;
  /** Ends of partitions; those whose leader is not known are left out. */
  endOffsets(partitions: readonly TopicPartition[]): Promise<readonly PartitionOffset[]>;
  /** First and end offset of a partition; undefined where its leader is not known. */
  logBounds(partition: TopicPartition): Promise<LogBounds | undefined>;
  /** Leaves the group and disconnects. */
  stop(): Promise<void>;
}
