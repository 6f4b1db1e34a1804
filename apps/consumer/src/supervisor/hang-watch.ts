/** A process that reports at a beat. */
export interface Beating {
  /** When it last said anything, on the clock of `look`. */
  readonly heardAt: number;
  /** Silence, in milliseconds, that makes it a hanging one. */
  readonly silenceMs: number;
}

/**
 * Finds processes that hang by their silence. Looks at its own clock first: when the supervisor itself stood still (the
 * whole process group was stopped, a laptop slept, the machine was overloaded), nobody's silence from before says
 * anything, and every worker gets its full time anew.
 */
export class HangWatch {
  readonly #everyMs: number;
  #lookedAt: number | undefined;
  #awakeSince = Number.NEGATIVE_INFINITY;

  /** @param everyMs - how often `look` is to be called */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /**
   * The ones that hang.
   *
   * @param now - milliseconds on a clock that never goes back
   */
  look<B extends Beating>(now: number, processes: readonly B[]): B[] {
    const late = this.#lookedAt !== undefined && now - this.#lookedAt > 2 * this.#everyMs;
    if (late) this.#awakeSince = now;
    this.#lookedAt = now;
    return processes.filter(
      ({ heardAt, silenceMs }) => now - Math.max(heardAt, this.#awakeSince) > silenceMs,
    );
  }
}
