import type { DeliveryStats } from '../ipc/messages.js';

/** A change worth a line. */
export interface DeliveryChange {
  readonly kind: 'paused' | 'backing-off' | 'recovered';
  /** The state now; for a recovery, the one that is over. */
  readonly delivery: DeliveryStats;
}

/** When a change is told, in milliseconds. */
export interface DeliveryWatchTimes {
  /** A recovery is told once it has lasted so long: an endpoint that is busy every other second is one story. */
  readonly recoveryMs: number;
  /** Another cause of the same state is told at most so often. */
  readonly causeMs: number;
}

/** The times in force. */
export const defaultDeliveryWatchTimes: DeliveryWatchTimes = { recoveryMs: 5000, causeMs: 10_000 };

interface Told {
  readonly delivery: DeliveryStats;
  readonly at: number;
  okSince: number | undefined;
}

/** Finds in a stream of states the changes that an operator wants to read, each once. Has no effects of its own. */
export class DeliveryWatch {
  readonly #told = new Map<string, Told>();
  readonly #times: DeliveryWatchTimes;

  constructor(times: DeliveryWatchTimes = defaultDeliveryWatchTimes) {
    this.#times = times;
  }

  /**
   * @param deliveries - the merged states of all workers
   * @param now - milliseconds on a clock that never goes back
   */
  observe(deliveries: readonly DeliveryStats[], now: number): DeliveryChange[] {
    return deliveries.flatMap((delivery) => {
      const key = `${delivery.scope} ${delivery.name}`;
      const told = this.#told.get(key);
      return delivery.state === 'ok'
        ? this.#observeOk(key, told, now)
        : this.#observeTrouble(key, told, delivery, now);
    });
  }

  #observeOk(key: string, told: Told | undefined, now: number): DeliveryChange[] {
    if (told === undefined) return [];
    told.okSince ??= now;
    if (now - told.okSince < this.#times.recoveryMs) return [];
    this.#told.delete(key);
    return [{ kind: 'recovered', delivery: told.delivery }];
  }

  #observeTrouble(
    key: string,
    told: Told | undefined,
    delivery: DeliveryStats,
    now: number,
  ): DeliveryChange[] {
    if (told !== undefined) {
      told.okSince = undefined;
      const sameState = told.delivery.state === delivery.state;
      if (sameState && (told.delivery.cause === delivery.cause || now - told.at < this.#times.causeMs))
        return [];
    }
    this.#told.set(key, { delivery, at: now, okSince: undefined });
    return [{ kind: delivery.state === 'paused' ? 'paused' : 'backing-off', delivery }];
  }
}
