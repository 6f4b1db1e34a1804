import type { BatchFrame } from './batch-frame.js';

/** A transaction that was aborted, as the answer to a fetch names it. */
export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/** Tells which record batches belong to aborted transactions. Batches are shown to it in their order. */
export class AbortedTransactions {
  readonly #upcoming: AbortedTransaction[];
  readonly #active = new Set<number>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#upcoming = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** True where no transaction was aborted, so that nobody needs to look at markers. */
  get none(): boolean {
    return this.#upcoming.length === 0 && this.#active.size === 0;
  }

  /** A batch of records: true where it was aborted. */
  covers(frame: BatchFrame): boolean {
    this.#beginUpTo(frame.lastOffset);
    return frame.transactional && this.#active.has(frame.producerId);
  }

  /** A marker says that a transaction of its producer was aborted: what that producer writes next is another one. */
  ended(frame: BatchFrame): void {
    this.#beginUpTo(frame.lastOffset);
    this.#active.delete(frame.producerId);
  }

  #beginUpTo(offset: number): void {
    while (this.#upcoming[0] !== undefined && this.#upcoming[0].firstOffset <= offset) {
      this.#active.add((this.#upcoming.shift() as AbortedTransaction).producerId);
    }
  }
}
