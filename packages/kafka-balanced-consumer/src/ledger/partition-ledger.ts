/** What the ledger needs to know of a batch. */
export interface LedgerBatch {
  readonly count: number;
  readonly endOffset: number;
  /** Records settled from the first one on, without a gap. */
  readonly settledPrefix: number;
  offset(index: number): number;
  /** Marks records as settled and answers how many of them were not before. */
  settle(from: number, to: number): number;
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
 * transactions) belong to the batch before them and count as settled with it.
 */
export class PartitionLedger<B extends LedgerBatch> {
  readonly #start: number;
  readonly #open: B[] = [];
  #settledOffset: number;
  #position: number;
  #inFlight = 0;

  /** @param start - offset where this member begins */
  constructor(start: number) {
    this.#start = start;
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
    return this.#settledOffset > this.#start;
  }

  /** Records handed on and not settled. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Batches with records in flight, oldest first. */
  get open(): readonly B[] {
    return this.#open;
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
    if (this.#open.length === 0) this.#settledOffset = offset;
  }

  /**
   * Marks `[from, to)` of an open batch as settled; a record that is settled already counts once.
   *
   * @returns how many of them were not settled before
   */
  settle(batch: B, from: number, to: number): number {
    const added = batch.settle(Math.max(0, from), Math.min(batch.count, to));
    this.#inFlight -= added;
    if (added > 0 && batch === this.#open[0]) this.#advance();
    return added;
  }

  /** The oldest batch with a record in flight and that record's index. */
  oldestUnsettled(): { readonly batch: B; readonly index: number } | undefined {
    const batch = this.#open[0];
    return batch === undefined ? undefined : { batch, index: batch.settledPrefix };
  }

  #advance(): void {
    let done = 0;
    for (const batch of this.#open) {
      const prefix = batch.settledPrefix;
      if (prefix < batch.count) {
        this.#settledOffset = prefix > 0 ? batch.offset(prefix) : this.#settledOffset;
        break;
      }
      this.#settledOffset = batch.endOffset;
      done++;
    }
    if (done > 0) this.#open.splice(0, done);
    // Nothing open: what the position has passed over since the last batch is settled too.
    if (this.#open.length === 0) this.#settledOffset = this.#position;
  }
}
