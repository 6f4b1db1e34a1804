import type { Destination } from '../destination.js';
import type { QueuedItem } from './queued-item.js';

/** An item that waits for room. */
interface Waiter {
  readonly item: QueuedItem;
  readonly queued: () => void;
  readonly failed: (reason: unknown) => void;
  /** Resolves when it waits no longer, however that ended. */
  readonly left: Promise<void>;
}

/** Items that had no room, in the order in which they came. */
export class WaitingRoom {
  readonly #tryAppend: (item: QueuedItem) => boolean;
  readonly #queues = new Map<Destination, Set<Waiter>>();

  /** @param tryAppend - answers false when its destination has no room */
  constructor(tryAppend: (item: QueuedItem) => boolean) {
    this.#tryAppend = tryAppend;
  }

  get size(): number {
    let size = 0;
    for (const queue of this.#queues.values()) size += queue.size;
    return size;
  }

  /** Whether somebody waits for room in this destination: who comes now comes after him. */
  isWaitedFor(destination: Destination): boolean {
    return this.#queues.has(destination);
  }

  /** Resolves when the item is in a batch; rejects with the reason when it was sent away. */
  wait(item: QueuedItem, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let gone: () => void = () => {};
      const leave = (): void => {
        signal?.removeEventListener('abort', abort);
        gone();
      };
      const waiter: Waiter = {
        item,
        left: new Promise((done) => {
          gone = done;
        }),
        queued: () => {
          leave();
          resolve();
        },
        failed: (reason) => {
          leave();
          reject(reason as Error);
        },
      };
      const abort = (): void => {
        this.#remove(waiter);
        waiter.failed(signal?.reason);
      };
      const queue = this.#queues.get(item.destination);
      if (queue === undefined) this.#queues.set(item.destination, new Set([waiter]));
      else queue.add(waiter);
      signal?.addEventListener('abort', abort);
    });
  }

  /** Resolves when all who wait now wait no longer. */
  allQueued(): Promise<unknown> {
    return Promise.all(this.#all().map((waiter) => waiter.left));
  }

  /** Lets in who has room. A destination that has none holds up only its own. */
  admit(): void {
    for (const queue of [...this.#queues.values()]) {
      for (const waiter of queue) if (!this.#admit(waiter)) break;
    }
  }

  /** Sends all away; answers how many there were. */
  dismiss(reason: unknown): number {
    const waiters = this.#all();
    this.#queues.clear();
    for (const waiter of waiters) waiter.failed(reason);
    return waiters.length;
  }

  #admit(waiter: Waiter): boolean {
    try {
      if (!this.#tryAppend(waiter.item)) return false;
      this.#remove(waiter);
      waiter.queued();
    } catch (error) {
      this.#remove(waiter);
      waiter.failed(error);
    }
    return true;
  }

  #remove(waiter: Waiter): void {
    const { destination } = waiter.item;
    const queue = this.#queues.get(destination);
    queue?.delete(waiter);
    if (queue?.size === 0) this.#queues.delete(destination);
  }

  #all(): Waiter[] {
    return [...this.#queues.values()].flatMap((queue) => [...queue]);
  }
}
