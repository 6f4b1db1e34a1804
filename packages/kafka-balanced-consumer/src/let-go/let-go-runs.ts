/**
 * The offsets of one partition whose records are neither settled nor held: sorted runs without gaps, each with the
 * timestamp of its first record. Three numbers per run, and no object.
 */
export class LetGoRuns {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #timestamps: number[] = [];
  #records = 0;

  /** Records in all runs. */
  get records(): number {
    return this.#records;
  }

  /** Number of runs, which is what they cost. */
  get size(): number {
    return this.#starts.length;
  }

  /** The lowest offset; undefined where there is none. */
  get first(): number | undefined {
    return this.#starts[0];
  }

  /** Timestamp of the record at {@link first}, or of one shortly before it. */
  get firstTimestamp(): number | undefined {
    return this.#timestamps[0];
  }

  /** Adds `[from, to)`, none of which is there yet; `timestamp` is its first record's. */
  add(from: number, to: number, timestamp: number): void {
    if (to <= from) return;
    const at = this.#firstEndingAfter(from);
    this.#starts.splice(at, 0, from);
    this.#ends.splice(at, 0, to);
    this.#timestamps.splice(at, 0, timestamp);
    this.#records += to - from;
  }

  /** Takes `[from, to)` out and answers how many records of it were there. */
  remove(from: number, to: number): number {
    const first = this.#firstEndingAfter(from);
    const starts: number[] = [];
    const ends: number[] = [];
    const timestamps: number[] = [];
    let removed = 0;
    let behind = first;
    for (; behind < this.#starts.length && (this.#starts[behind] as number) < to; behind++) {
      const start = this.#starts[behind] as number;
      const end = this.#ends[behind] as number;
      const timestamp = this.#timestamps[behind] as number;
      removed += Math.min(end, to) - Math.max(start, from);
      for (const [keepFrom, keepTo] of [
        [start, Math.min(end, from)],
        [Math.max(start, to), end],
      ] as const) {
        if (keepFrom >= keepTo) continue;
        starts.push(keepFrom);
        ends.push(keepTo);
        timestamps.push(timestamp);
      }
    }
    this.#starts.splice(first, behind - first, ...starts);
    this.#ends.splice(first, behind - first, ...ends);
    this.#timestamps.splice(first, behind - first, ...timestamps);
    this.#records -= removed;
    return removed;
  }

  /** Position of the first run that ends behind an offset. */
  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#ends.length;
    // What comes is mostly behind all that is there.
    if (high > 0 && (this.#ends[high - 1] as number) <= offset) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
