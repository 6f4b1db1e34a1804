/** Callers that wait until nothing is held. */
export class IdleWaiters {
  readonly #isIdle: () => boolean;
  readonly #waiters = new Set<() => void>();

  constructor(isIdle: () => boolean) {
    this.#isIdle = isIdle;
  }

  /** Resolves when it is idle, at once where it is; or when the signal aborts. */
  wait(signal?: AbortSignal): Promise<void> {
    if (this.#isIdle() || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiters.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#waiters.add(done);
      signal?.addEventListener('abort', done);
    });
  }

  /** Something has left. */
  check(): void {
    if (this.#waiters.size > 0 && this.#isIdle()) for (const done of [...this.#waiters]) done();
  }
}
