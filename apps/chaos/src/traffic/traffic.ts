import { setTimeout as wait } from 'node:timers/promises';
import type { RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { eventText, type Flavour } from './event-text.js';

const pauseMs = 50;

/** What is written, and where. */
export interface TrafficOptions {
  readonly producer: RecordProducer;
  readonly topic: string;
  readonly partitions: number;
  /** Number of the first event. */
  readonly first: number;
  /** Events per request. There are 20 requests a second on a machine with time. */
  readonly chunk: number;
}

/** Events that go on coming, numbered without a gap, until they are stopped. */
export class Traffic {
  readonly #options: TrafficOptions;
  #partitions: number;
  readonly #special: Flavour[] = [];
  #stopped = false;
  #held: Promise<void> = Promise.resolve();
  #written: number;
  #done: Promise<void> = Promise.resolve();
  #request: Promise<void> = Promise.resolve();

  constructor(options: TrafficOptions) {
    this.#options = options;
    this.#partitions = options.partitions;
    this.#written = options.first;
  }

  /** Numbers below this are in Kafka for sure: it has said so. */
  get written(): number {
    return this.#written;
  }

  start(): void {
    this.#done = this.#run();
  }

  /** One of the next events has this flavour. */
  addOne(flavour: Flavour): void {
    this.#special.push(flavour);
  }

  /** From now on events go to one partition more. */
  addPartition(): void {
    this.#partitions++;
  }

  get partitions(): number {
    return this.#partitions;
  }

  /** Nothing is written while the work is done. */
  async during(work: () => Promise<void>): Promise<void> {
    const done = this.#request.then(work);
    // Whether it went well is for the caller to hear: writing goes on either way.
    this.#held = done.catch(() => {});
    await done;
  }

  /** Resolves when the last request is answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    const { chunk } = this.#options;
    while (!this.#stopped || this.#special.length > 0) {
      await this.#held;
      const first = this.#written;
      const records = Array.from({ length: chunk }, (_, index) => ({
        value: eventText(first + index, this.#special.shift() ?? 'plain'),
        partition: (first + index) % this.#partitions,
      }));
      this.#request = this.#write(records);
      await this.#request;
      await wait(pauseMs);
    }
  }

  /** Again and again until Kafka has them: some may then be there twice, which the topic itself tells in the end. */
  async #write(records: readonly { value: string; partition: number }[]): Promise<void> {
    const { producer, topic } = this.#options;
    for (;;) {
      try {
        await producer.send(topic, records);
        this.#written += records.length;
        return;
      } catch {
        await wait(pauseMs);
      }
    }
  }
}
