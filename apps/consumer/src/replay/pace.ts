/** Bursts are of so many milliseconds' worth at the most. */
const BURST_MS = 100;

/** Lets so many records a second pass. */
export class Pace {
  readonly #perMs: number;
  readonly #most: number;
  readonly #now: () => number;
  #left: number;
  #at: number;

  /**
   * @param perSecond - records a second, above 0; undefined lets all pass
   * @param now - a clock in milliseconds that never goes back
   */
  constructor(perSecond: number | undefined, now: () => number = () => performance.now()) {
    this.#perMs = (perSecond ?? Number.POSITIVE_INFINITY) / 1000;
    this.#most = Math.max(1, this.#perMs * BURST_MS);
    this.#now = now;
    this.#left = this.#most;
    this.#at = now();
  }

  /** How many of `wanted` records may pass now: they count as passed. */
  take(wanted: number): number {
    if (this.#perMs === Number.POSITIVE_INFINITY) return wanted;
    const now = this.#now();
    this.#left = Math.min(this.#most, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
    const granted = Math.min(wanted, Math.floor(this.#left));
    this.#left -= granted;
    return granted;
  }

  /** Milliseconds until one more may pass, at least 1. To be asked after {@link Pace.take} granted too few. */
  get waitMs(): number {
    return Math.max(1, Math.ceil((1 - this.#left) / this.#perMs));
  }
}
