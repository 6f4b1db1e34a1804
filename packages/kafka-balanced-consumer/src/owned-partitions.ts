import type { StartOffset } from './broker/group-session.js';
import { PartitionStream } from './partition-stream.js';
import type { ColumnBatch } from './records/column-batch.js';
import { partitionKey, type TopicPartition } from './topic-partition.js';

/** The partitions this member owns, and the pauses that a caller asked for. */
export class OwnedPartitions {
  readonly #streams = new Map<string, PartitionStream>();
  // Kept apart from the streams: a pause outlives a rebalance that takes the partition away and brings it back.
  readonly #callerCauses = new Map<string, string>();
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
    return batch.stale ? undefined : this.get(batch);
  }

  /** Records in flight in all partitions. */
  get inFlight(): number {
    let sum = 0;
    for (const stream of this.#streams.values()) sum += stream.ledger.inFlight;
    return sum;
  }

  gain(start: StartOffset, draining: boolean): PartitionStream {
    const stream = new PartitionStream(start, ++this.#generations, start.offset);
    stream.committed = start.committed;
    stream.commitNow = start.commitNow;
    stream.draining = draining;
    stream.callerCause = this.#callerCauses.get(partitionKey(start));
    this.#streams.set(partitionKey(start), stream);
    return stream;
  }

  /** Fences a partition and forgets it. */
  lose(partition: TopicPartition): PartitionStream | undefined {
    const stream = this.get(partition);
    this.#streams.delete(partitionKey(partition));
    stream?.lose();
    return stream;
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
