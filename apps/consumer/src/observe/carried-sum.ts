/**
 * Adds up what processes count that come and go: each counts from 0, and what one that is gone had counted, as far as
 * it had told, is kept. So a sum never falls.
 */
export class CarriedSum<T> {
  readonly #zero: T;
  readonly #add: (one: T, other: T) => T;
  readonly #gone = new Map<number, T>();
  readonly #alive = new Map<number, T>();

  /** @param add - must not change its arguments */
  constructor(zero: T, add: (one: T, other: T) => T) {
    this.#zero = zero;
    this.#add = add;
  }

  /** What the worker's process has counted by now. */
  heard(worker: number, value: T): void {
    this.#alive.set(worker, value);
  }

  /** The worker's process is gone; the next one under its number counts from 0. */
  gone(worker: number): void {
    const last = this.#alive.get(worker);
    if (last === undefined) return;
    this.#alive.delete(worker);
    this.#gone.set(worker, this.#add(this.#gone.get(worker) ?? this.#zero, last));
  }

  /** All processes under this number. */
  of(worker: number): T {
    return this.#add(this.#gone.get(worker) ?? this.#zero, this.#alive.get(worker) ?? this.#zero);
  }

  /** All processes. */
  get total(): T {
    return [...this.#gone.values(), ...this.#alive.values()].reduce(this.#add, this.#zero);
  }
}
