import { LetGoRuns } from '../let-go/let-go-runs.js';

/** Takes a run of offsets without gaps, and the timestamp of its first record. */
export type OffsetVisitor = (from: number, to: number, timestamp: number) => void;

/** What the ledger needs to know of a batch. */
export interface LedgerBatch {
  readonly count: number;
  readonly endOffset: number;
  /** Records that are done with, settled or let go, from the first one on, without a gap. */
  readonly settledPrefix: number;
  offset(index: number): number;
  timestamp(index: number): number;
  /** Marks records as settled and answers how many of them were not before. */
  settle(from: number, to: number): number;
  /** Marks records as let go and shows the offsets of those that were neither settled nor let go before. */
  letGo(from: number, to: number, visit: OffsetVisitor): void;
}

/**
 * The books of one partition: what was handed on, what is settled, and so what may be committed.
 *
 * ```
 *        settledOffset             position
 *  ──────────┼──────────────────────┼──────▶ offsets
 *   settled  │ handed on: some of it│ not yet
 *   for good │ settled, with gaps   │ fetched
 * ```
 *
 * `settledOffset` is the offset that follows the last record of the unbroken settled run; it never passes a record
 * that is not settled and never goes back. Offsets that hold no record (compaction, control records, aborted
 * transactions) count as settled with what lies before them.
 *
 * A record in flight is in one of three places: in an open batch, whose bytes are held; once it was let go, in a run of
 * offsets; and when that was read again, in a batch beside the others. These are kept apart because they may lie between
 * the records of an open batch: of one batch record 3 can be stuck while 2 and 4 were let go and are back.
 */
export class PartitionLedger<B extends LedgerBatch> {
  /** Offset where this member began. */
  readonly start: number;
  readonly #letGo = new LetGoRuns();
  #open: B[] = [];
  #again: B[] = [];
  /** Done batches that were not the first when they were done, and may still be listed. */
  #doneBehind = 0;
  #settledOffset: number;
  #position: number;
  #inFlight = 0;

  /** @param start - offset where this member begins */
  constructor(start: number) {
    this.start = start;
    this.#settledOffset = start;
    this.#position = start;
  }

  /** Next offset to commit: everything before it is settled. */
  get settledOffset(): number {
    return this.#settledOffset;
  }

  /** Next offset to hand on. */
  get position(): number {
    return this.#position;
  }

  /** The settled offset has moved since the start. */
  get hasMoved(): boolean {
    return this.#settledOffset > this.start;
  }

  /** Records handed on and not settled, those that were let go included. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Runs of offsets that stand for records that were let go: what these cost. */
  get letGoRuns(): number {
    return this.#letGo.size;
  }

  /** Batches with records in flight, and some that are done. */
  get open(): readonly B[] {
    return [...this.#open, ...this.#again];
  }

  /** Takes a batch in. It begins at or behind {@link position}. */
  append(batch: B): void {
    this.#open.push(batch);
    this.#position = batch.endOffset;
    this.#inFlight += batch.count;
  }

  /** Moves the position over offsets that hold no records. */
  skipTo(offset: number): void {
    if (offset <= this.#position) return;
    this.#position = offset;
    this.#advance();
  }

  /**
   * Marks `[from, to)` of an open batch as settled; a record that is settled already counts once.
   *
   * @returns how many of them were not settled before
   */
  settle(batch: B, from: number, to: number): number {
    const added = batch.settle(Math.max(0, from), Math.min(batch.count, to));
    this.#inFlight -= added;
    if (added > 0) this.#tidy(batch);
    return added;
  }

  /** Records `[from, to)` of an open batch stay in flight, by their offsets alone. */
  letGo(batch: B, from: number, to: number): void {
    batch.letGo(Math.max(0, from), Math.min(batch.count, to), (first, end, timestamp) =>
      this.#letGo.add(first, end, timestamp),
    );
    this.#tidy(batch);
  }

  /** Records with offsets in `[from, to)` that were let go are settled. Answers how many there were. */
  settleLetGo(from: number, to: number): number {
    const settled = this.#letGo.remove(from, to);
    this.#inFlight -= settled;
    if (settled > 0) this.#advance();
    return settled;
  }

  /**
   * A batch of records that were let go is there again, and stands for all that was let go in `[from, to)`.
   *
   * @returns how many records of these are not in it: nobody can read them any more
   */
  takeBack(batch: B, from: number, to: number): number {
    const stoodFor = this.#letGo.remove(from, to);
    const gone = stoodFor - batch.count;
    this.#inFlight -= gone;
    this.#again.push(batch);
    return gone;
  }

  /** Record timestamp of the oldest record in flight; undefined where there is none. */
  get oldestTimestamp(): number | undefined {
    const batch = this.#firstHeld();
    const { first, firstTimestamp } = this.#letGo;
    if (batch === undefined) return firstTimestamp;
    const index = batch.settledPrefix;
    return first !== undefined && first < batch.offset(index) ? firstTimestamp : batch.timestamp(index);
  }

  /** Forgets a batch that is done with, and moves on where it was in the way. */
  #tidy(batch: B): void {
    if (batch === this.#open[0] || this.#again.includes(batch)) this.#advance();
    else if (isDone(batch) && ++this.#doneBehind * 2 > this.#open.length) {
      // A record that sticks must not keep the books of everything behind it.
      this.#open = this.#open.filter((each) => !isDone(each));
      this.#doneBehind = 0;
    }
  }

  #advance(): void {
    let done = 0;
    for (; done < this.#open.length; done++) if (!isDone(this.#open[done] as B)) break;
    if (done > 0) this.#open.splice(0, done);
    if (this.#again.some(isDone)) this.#again = this.#again.filter((each) => !isDone(each));
    const held = this.#firstHeld();
    const firstHeld = held === undefined ? this.#position : held.offset(held.settledPrefix);
    const reached = Math.min(firstHeld, this.#letGo.first ?? firstHeld);
    this.#settledOffset = Math.max(this.#settledOffset, reached);
  }

  /** The batch with the oldest record whose bytes are held. */
  #firstHeld(): B | undefined {
    let first = this.#open.find((each) => !isDone(each));
    for (const batch of this.#again) {
      if (isDone(batch)) continue;
      const offset = batch.offset(batch.settledPrefix);
      if (first === undefined || offset < first.offset(first.settledPrefix)) first = batch;
    }
    return first;
  }
}

const isDone = ({ settledPrefix, count }: LedgerBatch): boolean => settledPrefix === count;
