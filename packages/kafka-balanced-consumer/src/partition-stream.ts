import { pauseCause } from './flow/pause-reasons.js';
import { PartitionLedger } from './ledger/partition-ledger.js';
import { type Offsets, RereadQueue } from './let-go/reread-queue.js';
import { type BatchContent, ColumnBatch } from './records/column-batch.js';
import { cutContent } from './records/cut-content.js';
import type { Slabs } from './records/slab.js';
import type { PartitionSnapshot } from './snapshot.js';
import type { TopicPartition } from './topic-partition.js';

/** Offsets that were to be read again, and what came of it. */
export interface TakenBack {
  readonly offsets: Offsets;
  /** Its records; undefined where there are none. */
  readonly batch?: ColumnBatch;
  /** Records that were let go, and are in Kafka no more. */
  readonly gone: number;
}

/** One partition while this member owns it: its books, its share of the memory, and why it stands still. */
export class PartitionStream implements TopicPartition {
  readonly topic: string;
  readonly partition: number;
  /** Ours, not Kafka's: rises whenever a partition is gained. */
  readonly generation: number;
  readonly ledger: PartitionLedger<ColumnBatch>;
  /** What was let go and is to be read once more, before anything new. */
  readonly rereads: RereadQueue = new RereadQueue();
  /** Committed offset, as far as known. */
  committed: number | undefined;
  /** The place it begins at is to be committed although nothing was settled. */
  commitNow: boolean;
  highWatermark: number | undefined;
  /** When the watermark was seen, by `now()`. */
  watermarkAt = 0;
  /** End of what can be read, as its leader said when asked, and when that was by `now()`. */
  confirmedEnd: { readonly offset: number; readonly at: number } | undefined;
  heldBytes = 0;
  gated = false;
  callerCause: string | undefined;
  /** Id of its topic, once it is known: a topic that is made anew has another one. */
  topicId: string | undefined;
  /** No broker leads it. */
  leaderless = false;
  draining = false;
  /** Why its next records cannot be read, until when it rests, and whether they are being tried again. */
  unreadable:
    | { readonly cause: string; readonly restMs: number; readonly until: number; readonly trying: boolean }
    | undefined;
  /** Whether the client was told to leave it out of its fetches. */
  pausedInClient = false;
  /** Its pause was told as an event. */
  announced = false;
  /** The broker did not have the offset, and it is not known yet where to go on: the next fetch may come from anywhere. */
  outOfRange = false;
  /** Its leader is being asked where to go on. */
  findingPlace: Promise<void> | undefined;
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
    // What is in flight is drained, too, by reading some of it again.
    const draining = this.draining && this.rereads.isEmpty;
    const { callerCause: caller, gated, leaderless } = this;
    return pauseCause({ caller, gated, leaderless, draining, unreadable });
  }

  /** Offset that the next fetch is to begin at. */
  get place(): number {
    return this.rereads.next ?? this.ledger.position;
  }

  /** Offset that the next commit should carry; undefined where nothing moved. */
  get offsetToCommit(): number | undefined {
    const { settledOffset } = this.ledger;
    if (this.commitNow) return settledOffset;
    if (this.committed === undefined) return this.ledger.hasMoved ? settledOffset : undefined;
    return settledOffset > this.committed ? settledOffset : undefined;
  }

  /** Offsets that are settled and not committed. */
  get uncommitted(): number {
    const offset = this.offsetToCommit;
    return offset === undefined ? 0 : offset - (this.committed ?? this.ledger.start);
  }

  /** Takes records into the books. */
  accept(content: BatchContent, slabs: Slabs<ColumnBatch>): ColumnBatch {
    const batch = this.#batchOf(content, slabs, false);
    this.ledger.append(batch);
    return batch;
  }

  /** Takes those of the records back that are to be read again, a batch for each range of them. */
  takeBack(content: BatchContent, slabs: Slabs<ColumnBatch>): TakenBack[] {
    return this.rereads.passTo(content.endOffset).map((offsets) => {
      const cut = cutContent(content, offsets.from, offsets.to);
      if (cut === undefined) return { offsets, gone: this.ledger.settleLetGo(offsets.from, offsets.to) };
      const batch = this.#batchOf(cut, slabs, true);
      return { offsets, batch, gone: this.ledger.takeBack(batch, offsets.from, offsets.to) };
    });
  }

  /** Up to this offset there is nothing to be read again: what was to be is gone. */
  passRereads(offset: number): TakenBack[] {
    return this.rereads.passTo(offset).map((offsets) => {
      return { offsets, gone: this.ledger.settleLetGo(offsets.from, offsets.to) };
    });
  }

  /** Settles records and lets go of the batch when it was the last of them. Answers how many were new. */
  settle(batch: ColumnBatch, from: number, to: number): number {
    const added = this.ledger.settle(batch, from, to);
    if (added > 0 && batch.isDone) batch.release();
    return added;
  }

  /** Keeps records in flight by their offsets alone. */
  letGo(batch: ColumnBatch, from: number, to: number): void {
    if (batch.isDone) return;
    this.ledger.letGo(batch, from, to);
    if (batch.isDone) batch.release();
  }

  /** The partition has moved away: whatever is reported about its batches from now on is void. */
  lose(): void {
    for (const batch of this.ledger.open) {
      batch.makeStale();
      if (!batch.isDone) batch.release();
    }
  }

  #batchOf(content: BatchContent, slabs: Slabs<ColumnBatch>, again: boolean): ColumnBatch {
    const onHeld = (delta: number): void => {
      this.heldBytes += delta;
    };
    return new ColumnBatch(content, this.generation, slabs, onHeld, again);
  }

  snapshot(): PartitionSnapshot {
    const { settledOffset, inFlight, oldestTimestamp: timestamp = -1 } = this.ledger;
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
