import { now } from '../clock.js';
import type { TopicPartition } from '../topic-partition.js';

/** A topic that was refused for so long is gone for good, milliseconds. A broker that has just started knows few topics. */
const GONE_AFTER_MS = 5000;

/**
 * The topics for which the coordinator refuses commits because it does not know them: deleted, and still assigned until
 * the member learns of it. They are kept apart, since the answer to a commit is read only up to the first refusal.
 */
export class UnknownTopics {
  /** When each was refused first, by `now()`. */
  readonly #since = new Map<string, number>();

  /** One request for all that is known, and one for each topic that is not. What has no offset any more is forgotten. */
  requests<T extends TopicPartition>(offsets: readonly T[]): (readonly T[])[] {
    const topics = new Set(offsets.map(({ topic }) => topic));
    for (const topic of this.#since.keys()) if (!topics.has(topic)) this.#since.delete(topic);
    const known = offsets.filter(({ topic }) => !this.#since.has(topic));
    const unknown = offsets.filter(({ topic }) => this.#since.has(topic));
    return [...(known.length > 0 ? [known] : []), ...oneEach(unknown)];
  }

  /** A topic was refused, alone. Answers whether it is gone for good. */
  refused(topic: string): boolean {
    const since = this.#since.get(topic) ?? now();
    this.#since.set(topic, since);
    return now() - since >= GONE_AFTER_MS;
  }

  /** A commit for it was taken. */
  known(topic: string): void {
    this.#since.delete(topic);
  }
}

/** The same by topic. */
export function oneEach<T extends TopicPartition>(offsets: readonly T[]): T[][] {
  const byTopic = new Map<string, T[]>();
  for (const offset of offsets) {
    const list = byTopic.get(offset.topic);
    if (list === undefined) byTopic.set(offset.topic, [offset]);
    else list.push(offset);
  }
  return [...byTopic.values()];
}
