import type { DeliveryState } from '@kafka-splunk/hec-client';
import type { ConsumerEvent } from '@kafka-splunk/kafka-balanced-consumer';

/** What was wrong with an endpoint or a destination, and when. */
export interface Trouble {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Destinations may be many where routes make them of the records' own words. */
const MOST = 1000;

/** Remembers the last trouble of each endpoint and destination, also when it is over, and what Kafka said last. */
export class LastTroubles {
  readonly #troubles = new Map<string, Trouble>();
  #kafka: string | undefined;

  /** A state changed. */
  heard({ scope, name, state, cause }: DeliveryState): void {
    if (state === 'ok') return;
    const key = `${scope} ${name}`;
    this.#troubles.delete(key);
    this.#troubles.set(key, { text: cause ?? 'no cause given', at: Date.now() });
    if (this.#troubles.size > MOST) this.#troubles.delete(this.#troubles.keys().next().value as string);
  }

  /** Something happened on Kafka's side. */
  heardKafka(event: ConsumerEvent): void {
    if (event.kind === 'connecting') this.#kafka = event.error.message;
    else if (event.kind === 'joined') this.#kafka = undefined;
  }

  /** Why Kafka does not let this worker in; undefined once it has. */
  get kafka(): string | undefined {
    return this.#kafka;
  }

  /** Undefined where there was none. */
  of({ scope, name }: Pick<DeliveryState, 'scope' | 'name'>): Trouble | undefined {
    return this.#troubles.get(`${scope} ${name}`);
  }
}
