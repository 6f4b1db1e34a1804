const SOFTER = 0.7;

/**
 * How many requests an endpoint may have in flight, from 1 to the bound. Zero is not among them: an endpoint that
 * refused something is closed by its {@link Health}, opened by one probe, and then starts here with 1.
 *
 * It grows by one with each good answer up to half of what it was before the trouble (a doubling in each round), and
 * from there by one in each round. A hint to slow down (codes 24 and 25) takes a third off.
 */
export class Limiter {
  readonly #most: number;
  #limit: number;
  /** Up to here it grows fast. */
  #threshold: number;
  #epoch = 0;

  /** @param most - requests in flight that are never passed, 1 or more; it starts there */
  constructor(most: number) {
    this.#most = most;
    this.#limit = most;
    this.#threshold = most;
  }

  /** Requests that may be in flight now: 1 or more. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** Rises when it shrinks: what was sent before says nothing new about being too fast. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Something was taken without a complaint. */
  good(): void {
    const step = this.#limit < this.#threshold ? 1 : 1 / this.#limit;
    this.#limit = Math.min(this.#most, this.#limit + step);
  }

  /** Something was taken with a hint to slow down, and was sent in this epoch. */
  slowDown(epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#epoch++;
    this.#limit = Math.max(1, this.#limit * SOFTER);
    this.#threshold = this.#limit;
  }

  /** It was refused: from 1 again. Further failures of the same trouble change nothing. */
  restart(): void {
    this.#epoch++;
    if (this.#limit > 1) this.#threshold = Math.max(1, this.#limit / 2);
    this.#limit = 1;
  }
}
