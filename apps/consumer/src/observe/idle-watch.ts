import type { WorkerStats } from '../ipc/messages.js';

/** A worker by its number, with its last statistics; undefined before the first or while it is restarted. */
export interface WorkerView {
  readonly worker: number;
  readonly stats: WorkerStats | undefined;
}

/**
 * Finds workers that have joined the group and were given no partition. Tells each change once, and only when it has
 * lasted: in the middle of a rebalance everybody looks idle.
 */
export class IdleWatch {
  readonly #settleMs: number;
  #told = '';
  #seen = '';
  #seenSince = 0;

  /** @param settleMs - how long the same workers must be idle before they are named, in milliseconds */
  constructor(settleMs = 5000) {
    this.#settleMs = settleMs;
  }

  /** The idle workers where they changed, an empty list when none is idle any more; undefined for nothing new. */
  observe(workers: readonly WorkerView[], now: number): readonly number[] | undefined {
    if (!workers.every(({ stats }) => stats?.consumerState === 'running')) {
      this.#seenSince = now;
      return undefined;
    }
    const idle = workers.filter(({ stats }) => stats?.partitions.length === 0).map(({ worker }) => worker);
    const key = idle.join();
    if (key !== this.#seen) {
      this.#seen = key;
      this.#seenSince = now;
    }
    if (key === this.#told || now - this.#seenSince < this.#settleMs) return undefined;
    this.#told = key;
    return idle;
  }
}
