/** Lets others wait until nothing is in flight. */
export class Quiet {
  readonly #isQuiet: () => boolean;
  readonly #waiting = new Set<() => void>();

  /** @param isQuiet - looked at only while somebody waits */
  constructor(isQuiet: () => boolean) {
    this.#isQuiet = isQuiet;
  }

  /** Call after anything that may have made it quiet. */
  changed(): void {
    if (this.#waiting.size === 0 || !this.#isQuiet()) return;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when it is quiet, after `ms` at the latest, or when the signal aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (this.#isQuiet() || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
      signal?.addEventListener('abort', done);
    });
  }
}
