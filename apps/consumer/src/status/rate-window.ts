/** Counters at one moment, by name. */
export type Counts = ReadonlyMap<string, number>;

/** Rates over the last seconds, from counters that are noted again and again. */
export class RateWindow {
  readonly #spanMs: number;
  readonly #notes: { readonly at: number; readonly counts: Counts }[] = [];

  /** @param spanMs - how far back a rate looks, in milliseconds */
  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** @param at - milliseconds on a clock that never goes back */
  note(at: number, counts: Counts): void {
    this.#notes.push({ at, counts });
    // The oldest is kept until the next one is old enough to stand for the begin of the span.
    while (this.#notes.length > 2 && at - (this.#notes[1] as { at: number }).at >= this.#spanMs) {
      this.#notes.shift();
    }
  }

  /** Per second, between the first note and the last; 0 before there are two. */
  rate(name: string): number {
    const first = this.#notes[0];
    const last = this.#notes.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return 0;
    const counted = (last.counts.get(name) ?? 0) - (first.counts.get(name) ?? 0);
    return Math.round((counted * 1000) / (last.at - first.at));
  }
}
