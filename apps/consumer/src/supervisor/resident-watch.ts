/** How long a worker must be too large, and how often one place may be given a new process, in milliseconds. */
export interface ResidentTimes {
  /** @defaultValue 3000 */
  readonly aboveMs: number;
  /** @defaultValue 300000 */
  readonly apartMs: number;
}

const defaultTimes: ResidentTimes = { aboveMs: 3000, apartMs: 300_000 };

/** Finds a worker that takes more resident memory than it may, for longer than a moment. One for each place. */
export class ResidentWatch {
  readonly #times: ResidentTimes;
  #aboveSince: number | undefined;
  #replacedAt = Number.NEGATIVE_INFINITY;
  #told = false;

  constructor(times: Partial<ResidentTimes> = {}) {
    this.#times = { ...defaultTimes, ...times };
  }

  /**
   * `replace` when it has been too large for long enough; `tell`, once, when it is so again soon after it was replaced:
   * then another process does not help.
   *
   * @param now - milliseconds on a clock that never goes back
   */
  observe(residentBytes: number, limitBytes: number, now: number): 'replace' | 'tell' | undefined {
    if (residentBytes <= limitBytes) {
      this.#aboveSince = undefined;
      return undefined;
    }
    this.#aboveSince ??= now;
    if (now - this.#aboveSince < this.#times.aboveMs) return undefined;
    if (now - this.#replacedAt < this.#times.apartMs) {
      if (this.#told) return undefined;
      this.#told = true;
      return 'tell';
    }
    this.#replacedAt = now;
    this.#aboveSince = undefined;
    this.#told = false;
    return 'replace';
  }
}
