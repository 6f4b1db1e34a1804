import { lowerBound } from './lower-bound.js';

/**
 * Which of a batch's records are settled, as sorted ranges that neither touch nor overlap. In the usual case,
 * outcomes in order, it is one range that grows.
 */
export class SettledRanges {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #total = 0;

  /** Number of settled records. */
  get total(): number {
    return this.#total;
  }

  /** Records settled from the first one on, without a gap. */
  get prefix(): number {
    return this.#starts[0] === 0 ? (this.#ends[0] as number) : 0;
  }

  /** Adds `[from, to)` and answers how many of it were not settled before. */
  add(from: number, to: number): number {
    if (to <= from) return 0;
    // First range that reaches up to `from`: it, and all that begin no later than `to`, melt into one.
    const first = lowerBound(this.#ends, from);
    let start = from;
    let end = to;
    let covered = 0;
    let last = first;
    while (last < this.#starts.length && (this.#starts[last] as number) <= to) {
      const s = this.#starts[last] as number;
      const e = this.#ends[last] as number;
      covered += e - s;
      if (s < start) start = s;
      if (e > end) end = e;
      last++;
    }
    this.#starts.splice(first, last - first, start);
    this.#ends.splice(first, last - first, end);
    const added = end - start - covered;
    this.#total += added;
    return added;
  }

  /** Calls `visit` for each gap in `[from, to)`: the runs that are not settled. */
  gaps(from: number, to: number, visit: (from: number, to: number) => void): void {
    let at = from;
    for (let i = lowerBound(this.#ends, from); i < this.#starts.length; i++) {
      const start = this.#starts[i] as number;
      if (start >= to) break;
      if (start > at) visit(at, start);
      at = this.#ends[i] as number;
    }
    if (at < to) visit(at, to);
  }
}
