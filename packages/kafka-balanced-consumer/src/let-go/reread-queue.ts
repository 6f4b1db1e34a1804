/** Offsets `[from, to)`. */
export interface Offsets {
  readonly from: number;
  readonly to: number;
}

/** What of one partition is to be read once more, in the order of its offsets. */
export class RereadQueue {
  #ranges: Offsets[] = [];

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  /** The lowest offset that is to be read; undefined where there is none. */
  get next(): number | undefined {
    return this.#ranges[0]?.from;
  }

  /** Adds a range that overlaps none of the others. */
  add({ from, to }: Offsets): void {
    if (to <= from) return;
    const at = this.#ranges.findLastIndex((range) => range.from < from) + 1;
    const before = this.#ranges[at - 1];
    const after = this.#ranges[at];
    const joinsBefore = before !== undefined && before.to === from;
    const joinsAfter = after !== undefined && after.from === to;
    const joined = { from: joinsBefore ? before.from : from, to: joinsAfter ? after.to : to };
    this.#ranges.splice(at - (joinsBefore ? 1 : 0), (joinsBefore ? 1 : 0) + (joinsAfter ? 1 : 0), joined);
  }

  /** Takes out and answers what lies before an offset. */
  passTo(offset: number): Offsets[] {
    const passed: Offsets[] = [];
    while (this.#ranges[0] !== undefined && this.#ranges[0].from < offset) {
      const { from, to } = this.#ranges[0];
      passed.push({ from, to: Math.min(to, offset) });
      if (to <= offset) this.#ranges.shift();
      else this.#ranges[0] = { from: offset, to };
    }
    return passed;
  }
}
