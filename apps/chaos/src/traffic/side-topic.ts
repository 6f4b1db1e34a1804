import { setTimeout as wait } from 'node:timers/promises';
import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { Traffic } from './traffic.js';

/** Number of the first event of the side topic: far from those of the main one. */
export const firstOfSide = 5_000_000_000;

const retryMs = 200;

/** A topic with little traffic that is deleted and made anew: what is lost with it is accounted apart. */
export class SideTopic {
  readonly #admin: TopicAdmin;
  readonly topic: string;
  readonly traffic: Traffic;
  readonly #partitions: number;
  /** Number of the first event that was written since the topic was made last. */
  since: number = firstOfSide;

  constructor(admin: TopicAdmin, topic: string, traffic: Traffic) {
    this.#admin = admin;
    this.topic = topic;
    this.traffic = traffic;
    this.#partitions = traffic.partitions;
  }

  /** Deletes it, and makes it again after so many milliseconds. Nothing is written in between. */
  makeAnew(goneMs: number): Promise<void> {
    return this.traffic.during(async () => {
      await this.#delete();
      await wait(goneMs);
      await this.#create();
      this.since = this.traffic.written;
    });
  }

  /** Until it is gone: a broker that is asked may be dead, and its answer may be lost. */
  async #delete(): Promise<void> {
    do {
      await this.#admin.deleteTopic(this.topic).catch(() => wait(retryMs));
    } while (await this.#admin.topicPartitions(this.topic).catch(() => true));
  }

  async #create(): Promise<void> {
    const made = (): Promise<boolean> =>
      this.#admin.createTopic(this.topic, this.#partitions, 3).then(
        () => true,
        () => false,
      );
    while (!(await made())) await wait(retryMs);
  }
}
