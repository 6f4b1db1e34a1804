import type { StartOffset } from './broker/group-session.js';
import { type SettledRun, settledSince } from './group/settled-since.js';
import { PartitionStream } from './partition-stream.js';
import type { ColumnBatch } from './records/column-batch.js';
import { partitionKey, type TopicPartition } from './topic-partition.js';

/** The partitions this member owns, and the pauses that a caller asked for. */
export class OwnedPartitions {
  readonly #streams = new Map<string, PartitionStream>();
  // Kept apart from the streams: a pause outlives a rebalance that takes the partition away and brings it back.
  readonly #callerCauses = new Map<string, string>();
  // What the group does not know of partitions that moved away, until the next membership is there.
  readonly #unreported = new Map<string, SettledRun>();
  #generations = 0;

  /** All of them. */
  all(): Iterable<PartitionStream> {
    return this.#streams.values();
  }

  get(partition: TopicPartition): PartitionStream | undefined {
    return this.#streams.get(partitionKey(partition));
  }

  /** The stream that a batch belongs to; undefined where the partition has moved away since. */
  ownerOf(batch: ColumnBatch): PartitionStream | undefined {
    const stream = batch.stale ? undefined : this.get(batch);
    return stream?.generation === batch.generation ? stream : undefined;
  }

  /** Records in flight in all partitions. */
  get inFlight(): number {
    let sum = 0;
    for (const stream of this.#streams.values()) sum += stream.ledger.inFlight;
    return sum;
  }

  /** What comes again if these are lost: records in flight, and settled ones where there is no commit to go on behind. */
  comesAgain(partitions: Iterable<TopicPartition>): number {
    let sum = 0;
    for (const partition of partitions) {
      const stream = this.get(partition);
      if (stream === undefined) continue;
      sum += stream.ledger.inFlight + (stream.committed === undefined ? stream.uncommitted : 0);
    }
    return sum;
  }

  /** Offsets that are settled in partitions of a membership that was lost, and can be committed under the next one at best. */
  get unreported(): number {
    let sum = 0;
    for (const { committed, settled } of this.#unreported.values()) sum += settled - committed;
    return sum;
  }

  /** Offsets that are settled and of which the group does not know, {@link unreported} ones included. */
  get uncommitted(): number {
    let sum = this.unreported;
    for (const stream of this.#streams.values()) sum += stream.uncommitted;
    return sum;
  }

  /** A partition is gained, at its commit, or where this member had got to: see {@link settledSince}. */
  gain(start: StartOffset, draining: boolean): PartitionStream {
    const settled = settledSince(start.committed, this.#unreported.get(partitionKey(start)));
    const stream = new PartitionStream(start, ++this.#generations, settled ?? start.offset);
    stream.committed = start.committed;
    stream.commitNow = start.commitNow || settled !== undefined;
    stream.draining = draining;
    stream.callerCause = this.#callerCauses.get(partitionKey(start));
    this.#streams.set(partitionKey(start), stream);
    // What was left of it is this stream's business now, or void where the topic is another one.
    this.#unreported.delete(partitionKey(start));
    return stream;
  }

  /** Fences a partition and forgets it. */
  lose(partition: TopicPartition): PartitionStream | undefined {
    const stream = this.get(partition);
    this.#streams.delete(partitionKey(partition));
    const committed = stream?.committed;
    if (stream === undefined || committed === undefined) this.#unreported.delete(partitionKey(partition));
    else this.#unreported.set(partitionKey(partition), { committed, settled: stream.ledger.settledOffset });
    stream?.lose();
    return stream;
  }

  /** The membership is settled: what moved away by it, or before, is other members' business from now on. */
  forgetLost(): void {
    this.#unreported.clear();
  }

  /** Sets or takes back the caller's pause. Answers the partition's stream, where it is owned. */
  setCallerCause(partition: TopicPartition, cause: string | undefined): PartitionStream | undefined {
    if (cause === undefined) this.#callerCauses.delete(partitionKey(partition));
    else this.#callerCauses.set(partitionKey(partition), cause);
    const stream = this.get(partition);
    if (stream !== undefined) stream.callerCause = cause;
    return stream;
  }
}
