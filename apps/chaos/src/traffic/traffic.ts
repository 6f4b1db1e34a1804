import { setTimeout as wait } from 'node:timers/promises';
import type { RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { eventText, type Flavour } from './event-text.js';

/** Events per request and milliseconds between requests: about 1200 events a second on a machine with time. */
const chunk = 60;
const pauseMs = 50;

/** Events that go on coming, numbered from 0, until they are stopped. */
export class Traffic {
  readonly #producer: RecordProducer;
  readonly #topic: string;
  #partitions: number;
  readonly #special: Flavour[] = [];
  #stopped = false;
  #written = 0;
  #failures = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(producer: RecordProducer, topic: string, partitions: number) {
    this.#producer = producer;
    this.#topic = topic;
    this.#partitions = partitions;
  }

  /** Numbers below this are in Kafka for sure: it has said so. */
  get written(): number {
    return this.#written;
  }

  /** Requests that Kafka refused or did not answer; each was written again. */
  get failures(): number {
    return this.#failures;
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

  /** Resolves when the last request is answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#stopped || this.#special.length > 0) {
      const first = this.#written;
      const records = Array.from({ length: chunk }, (_, index) => ({
        value: eventText(first + index, this.#special.shift() ?? 'plain'),
        partition: (first + index) % this.#partitions,
      }));
      await this.#write(records);
      this.#written = first + chunk;
      await wait(pauseMs);
    }
  }

  /** Again and again until Kafka has them: some may then be there twice, which the topic itself tells in the end. */
  async #write(records: readonly { value: string; partition: number }[]): Promise<void> {
    for (;;) {
      try {
        await this.#producer.send(this.#topic, records);
        return;
      } catch {
        this.#failures++;
        await wait(pauseMs);
      }
    }
  }
}
