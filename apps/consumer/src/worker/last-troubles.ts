import type { DeliveryState } from '@kafka-splunk/hec-client';

/** What was wrong with an endpoint or a destination, and when. */
export interface Trouble {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Destinations may be many where routes make them of the records' own words. */
const MOST = 1000;

/** Remembers the last trouble of each endpoint and destination, also when it is over. */
export class LastTroubles {
  readonly #troubles = new Map<string, Trouble>();

  /** A state changed. */
  heard({ scope, name, state, cause }: DeliveryState): void {
    if (state === 'ok') return;
    const key = `${scope} ${name}`;
    this.#troubles.delete(key);
    this.#troubles.set(key, { text: cause ?? 'no cause given', at: Date.now() });
    if (this.#troubles.size > MOST) this.#troubles.delete(this.#troubles.keys().next().value as string);
  }

  /** Undefined where there was none. */
  of({ scope, name }: Pick<DeliveryState, 'scope' | 'name'>): Trouble | undefined {
    return this.#troubles.get(`${scope} ${name}`);
  }
}
