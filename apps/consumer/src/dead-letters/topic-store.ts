import { isConsumerError, type RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { type DeadLetter, keptLetter, originOf } from './dead-letter.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import { topicRecord } from './letter-headers.js';

/** Options of {@link TopicStore}. */
export interface TopicStoreOptions {
  readonly topic: string;
  readonly producer: Pick<RecordProducer, 'send' | 'close'>;
  /** How many partitions the topic has; asked again after a failure. */
  readonly partitions: () => Promise<number>;
  /** Takes what is too large for the topic. */
  readonly overflow: DeadLetterStore;
  /** A dead letter went to the overflow. */
  readonly onWarning: (message: string) => void;
}

interface Entry {
  readonly letter: DeadLetter;
  readonly index: number;
}

/**
 * Dead letters in a Kafka topic. Those of one partition stay in one partition, in their order. They are durable when all
 * in-sync replicas have them.
 */
export class TopicStore implements DeadLetterStore {
  readonly name: string;
  readonly #options: TopicStoreOptions;
  #partitions: number | undefined;

  constructor(options: TopicStoreOptions) {
    this.#options = options;
    this.name = `the topic ${options.topic}`;
  }

  async write(letters: readonly DeadLetter[], onDurable: (index: number) => void): Promise<void> {
    const entries = letters.map((letter, index) => ({ letter: keptLetter(letter), index }));
    this.#partitions ??= await this.#options.partitions();
    const byPartition = new Map<number, Entry[]>();
    for (const entry of entries) {
      const partition = entry.letter.partition % this.#partitions;
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), entry]);
    }
    // Each partition is a request of its own: what one of them refuses is not written twice into the others.
    const ends = await Promise.allSettled(
      [...byPartition].map(([partition, group]) => this.#send(partition, group, onDurable)),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed === undefined) return;
    this.#partitions = undefined;
    throw failed.reason;
  }

  async close(): Promise<void> {
    await Promise.all([this.#options.producer.close(), this.#options.overflow.close()]);
  }

  async #send(
    partition: number,
    entries: readonly Entry[],
    onDurable: (index: number) => void,
  ): Promise<void> {
    const { producer, topic } = this.#options;
    try {
      // No timestamp of the record's own: a topic that deletes what is old would delete the dead letters of old records.
      await producer.send(
        topic,
        entries.map(({ letter }) => ({ ...topicRecord(letter), partition })),
      );
    } catch (error) {
      if (!isConsumerError(error) || error.code !== 'KBC_TOO_LARGE') throw error;
      return await this.#sendLess(partition, entries, onDurable);
    }
    for (const { index } of entries) onDurable(index);
  }

  /** Half and half; what is too large alone goes to the overflow. */
  async #sendLess(
    partition: number,
    entries: readonly Entry[],
    onDurable: (index: number) => void,
  ): Promise<void> {
    const [first] = entries;
    if (first !== undefined && entries.length === 1) {
      const { overflow, topic, onWarning } = this.#options;
      await overflow.write([first.letter], () => onDurable(first.index));
      onWarning(
        `the dead letter of ${originOf(first.letter)} is too large for the topic ${topic}: it is in ${overflow.name}`,
      );
      return;
    }
    const half = Math.ceil(entries.length / 2);
    await this.#send(partition, entries.slice(0, half), onDurable);
    await this.#send(partition, entries.slice(half), onDurable);
  }
}
