import { pauseCause } from './flow/pause-reasons.js';
import { PartitionLedger } from './ledger/partition-ledger.js';
import { type BatchContent, ColumnBatch } from './records/column-batch.js';
import type { Slabs } from './records/slab.js';
import type { PartitionSnapshot } from './snapshot.js';
import type { TopicPartition } from './topic-partition.js';

/** One partition while this member owns it: its books, its share of the memory, and why it stands still. */
export class PartitionStream implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Ours, not Kafka's: rises whenever a partition is gained. */
  readonly generation: number;
  readonly ledger: PartitionLedger<ColumnBatch>;
  /** Committed offset, as far as known. */
  committed: number | undefined;
  /** The place it begins at is to be committed although nothing was settled. */
  commitNow: boolean;
  highWatermark: number | undefined;
  /** When the watermark was seen, milliseconds since the epoch. */
  watermarkAt = 0;
  /** End of what can be read, as its leader said when asked, and when that was. */
  confirmedEnd: { readonly offset: number; readonly at: number } | undefined;
  heldBytes = 0;
  gated = false;
  callerCause: string | undefined;
  draining = false;
  /** Why its next records cannot be read, until when it rests, and whether they are being tried again. */
  unreadable: { readonly cause: string; readonly until: number; readonly trying: boolean } | undefined;
  /** Whether the client was told to leave it out of its fetches. */
  pausedInClient = false;
  /** Its pause was told as an event. */
  announced = false;
  /** The broker did not have the offset: the next fetch comes from somewhere else. */
  outOfRange = false;
  /** Position that was sought again because a fetch began behind it. */
  soughtAgain = -1;

  constructor(at: TopicPartition, generation: number, start: number) {
    this.topic = at.topic;
    this.partition = at.partition;
    this.generation = generation;
    this.ledger = new PartitionLedger(start);
    this.committed = undefined;
    this.commitNow = false;
  }

  /** Why it is not fetched; undefined while it is. */
  get pauseCause(): string | undefined {
    const unreadable = this.unreadable?.trying === false ? this.unreadable.cause : undefined;
    return pauseCause({ caller: this.callerCause, gated: this.gated, draining: this.draining, unreadable });
  }

  /** Offset that the next commit should carry; undefined where nothing moved. */
  get offsetToCommit(): number | undefined {
    const { settledOffset } = this.ledger;
    if (this.commitNow) return settledOffset;
    if (this.committed === undefined) return this.ledger.hasMoved ? settledOffset : undefined;
    return settledOffset > this.committed ? settledOffset : undefined;
  }

  /** Takes records into the books. */
  accept(content: BatchContent, slabs: Slabs<ColumnBatch>): ColumnBatch {
    const batch = new ColumnBatch(content, this.generation, slabs, (delta) => {
      this.heldBytes += delta;
    });
    this.ledger.append(batch);
    return batch;
  }

  /** Settles records and lets go of the batch when it was the last of them. Answers how many were new. */
  settle(batch: ColumnBatch, from: number, to: number): number {
    const added = this.ledger.settle(batch, from, to);
    if (added > 0 && batch.fullySettled) batch.release();
    return added;
  }

  /** The partition has moved away: whatever is reported about its batches from now on is void. */
  lose(): void {
    for (const batch of this.ledger.open) {
      batch.makeStale();
      if (!batch.fullySettled) batch.release();
    }
  }

  snapshot(): PartitionSnapshot {
    const { settledOffset, inFlight } = this.ledger;
    const oldest = this.ledger.oldestUnsettled();
    const timestamp = oldest === undefined ? -1 : oldest.batch.timestamp(oldest.index);
    const { highWatermark } = this;
    return {
      topic: this.topic,
      partition: this.partition,
      settledOffset,
      committedOffset: this.committed,
      highWatermark,
      lag: highWatermark === undefined ? undefined : Math.max(0, highWatermark - settledOffset),
      inFlight,
      oldestUnsettledTimestamp: timestamp < 0 ? undefined : timestamp,
      pauseCause: this.pauseCause,
    };
  }
}
