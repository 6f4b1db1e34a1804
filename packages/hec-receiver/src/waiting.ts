import { ReceiverError } from './errors.js';

interface Waiter {
  readonly check: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  readonly timer: NodeJS.Timeout;
}

/** Promises that resolve when a condition has come true. Conditions are looked at after each change, never by the clock. */
export class Waiting {
  readonly #waiters = new Set<Waiter>();

  /** @param describe - what is so far, for the message of a timeout */
  until(check: () => boolean, timeoutMs: number, describe: () => string): Promise<void> {
    if (check()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const message = `After ${timeoutMs} ms the condition is still false. So far: ${describe()}.`;
        this.#settle(waiter, () => reject(new ReceiverError('RECEIVER_WAIT_TIMEOUT', message)));
      }, timeoutMs);
      const waiter: Waiter = { check, resolve, reject, timer };
      this.#waiters.add(waiter);
    });
  }

  /** Something has changed: looks at every condition again. A condition that throws rejects its promise. */
  changed(): void {
    for (const waiter of this.#waiters) {
      try {
        if (waiter.check()) this.#settle(waiter, waiter.resolve);
      } catch (error) {
        this.#settle(waiter, () => waiter.reject(error));
      }
    }
  }

  /** Rejects whoever waits. */
  stop(): void {
    for (const waiter of this.#waiters) {
      const error = new ReceiverError(
        'RECEIVER_STOPPED',
        'The receiver was stopped before the condition came true.',
      );
      this.#settle(waiter, () => waiter.reject(error));
    }
  }

  #settle(waiter: Waiter, how: () => void): void {
    clearTimeout(waiter.timer);
    this.#waiters.delete(waiter);
    how();
  }
}
