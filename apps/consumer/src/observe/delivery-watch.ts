import type { DeliveryStats } from '../ipc/messages.js';

/** A change worth a line. */
export interface DeliveryChange {
  /** `over`: nobody tells of it any more. It works again, or it is no longer in use. */
  readonly kind: 'paused' | 'backing-off' | 'recovered' | 'over';
  /** The state now; for `recovered` and `over`, the one that is no more. */
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
   * @param deliveries - the merged states of all workers. Destinations, the acknowledgements of an endpoint, and addresses
   * that a name has no more are told of while they are in trouble only: what is missing is well
   * @param complete - whether every worker is at work. One that begins knows of no trouble yet: what is missing then says
   * nothing
   * @param now - milliseconds on a clock that never goes back
   */
  observe(deliveries: readonly DeliveryStats[], complete: boolean, now: number): DeliveryChange[] {
    const seen = new Set<string>();
    const changes = deliveries.flatMap((delivery) => {
      const key = `${delivery.scope} ${delivery.name}`;
      seen.add(key);
      const told = this.#told.get(key);
      if (delivery.state !== 'ok') return this.#observeTrouble(key, told, delivery, now);
      return told === undefined ? [] : this.#observeOk(key, told, 'recovered', now);
    });
    const missing = [...this.#told].filter(([key]) => !seen.has(key));
    if (!complete) for (const [, told] of missing) told.okSince = undefined;
    else changes.push(...missing.flatMap(([key, told]) => this.#observeOk(key, told, 'over', now)));
    return changes;
  }

  #observeOk(key: string, told: Told, kind: 'recovered' | 'over', now: number): DeliveryChange[] {
    told.okSince ??= now;
    if (now - told.okSince < this.#times.recoveryMs) return [];
    this.#told.delete(key);
    return [{ kind, delivery: told.delivery }];
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
