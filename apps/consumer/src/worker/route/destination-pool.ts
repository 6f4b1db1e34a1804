import type { Destination, DestinationSpec, HecClient } from '@kafka-splunk/hec-client';

/** What the pool needs of the client. */
export type DestinationSource = Pick<HecClient<unknown>, 'destination' | 'forget'>;

/** How many that are no longer used are looked at in one go: each may still have events on their way. */
const LOOKS = 16;

/**
 * The destinations that are in use. Those that data makes up, by a header or a field, come and go; without letting them
 * go, whoever writes headers could fill the memory.
 */
export class DestinationPool {
  readonly #client: DestinationSource;
  readonly #kept = new Set<Destination>();
  readonly #uses = new Map<Destination, number>();
  /** No longer used, but the client had events of theirs when it was asked last. */
  readonly #idle = new Set<Destination>();

  constructor(client: DestinationSource) {
    this.#client = client;
  }

  /** One that the configuration names: it stays. */
  keep(spec: DestinationSpec): Destination {
    const destination = this.#client.destination(spec);
    this.#kept.add(destination);
    return destination;
  }

  /** One that data names; to be given back with {@link DestinationPool.giveBack}. */
  take(spec: DestinationSpec): Destination {
    const destination = this.#client.destination(spec);
    this.#idle.delete(destination);
    this.#uses.set(destination, (this.#uses.get(destination) ?? 0) + 1);
    return destination;
  }

  /** It is used once less. */
  giveBack(destination: Destination): void {
    const uses = (this.#uses.get(destination) ?? 0) - 1;
    if (uses > 0) {
      this.#uses.set(destination, uses);
      return;
    }
    this.#uses.delete(destination);
    if (this.#kept.has(destination)) return;
    this.#idle.add(destination);
    let looks = LOOKS;
    for (const idle of this.#idle) {
      if (looks-- === 0) return;
      this.#idle.delete(idle);
      // To the end of the row where it cannot be forgotten yet. One that is wanted again is taken out of it.
      if (this.#kept.has(idle) || this.#client.forget(idle)) continue;
      this.#idle.add(idle);
    }
  }
}
