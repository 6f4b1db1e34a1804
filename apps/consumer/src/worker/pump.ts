import type { RecordBatch, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { PartitionFeed } from './partition-feed.js';
import type { Road } from './route/road.js';

/** Options of {@link Pump}. */
export interface PumpOptions {
  /** Seals all open batches. */
  readonly flush: () => void;
  /** How the records of a partition get into batches. */
  readonly road: (partition: TopicPartition) => Road;
}

const key = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/**
 * Moves records from the partitions into HEC batches, in partition order. Where a destination has no room its
 * partitions stay where they are, the others go on; their unsent records count against the consumer's memory, which
 * in the end stops the fetching.
 */
export class Pump {
  readonly #options: PumpOptions;
  readonly #feeds = new Map<string, PartitionFeed>();
  #draining = false;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  /** Takes a batch over from the consumer. */
  accept(batch: RecordBatch): void {
    let feed = this.#feeds.get(key(batch));
    if (feed === undefined) {
      const { topic, partition } = batch;
      feed = new PartitionFeed(this.#options.road({ topic, partition }));
      this.#feeds.set(key(batch), feed);
    }
    feed.push(batch);
    this.#run(feed);
    if (this.#draining) this.#options.flush();
  }

  /** Some destination has room again. */
  room(): void {
    // All are let go before the first one runs: a feed that runs dry must not see another's old refusal.
    for (const feed of this.#feeds.values()) feed.blocked = false;
    for (const feed of this.#feeds.values()) this.#run(feed);
    if (this.#draining) this.#options.flush();
  }

  /** Forgets the unsent records of partitions that moved away. */
  lost(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#feeds.get(key(partition))?.clear();
      this.#feeds.delete(key(partition));
    }
  }

  /** From now on no batch waits for more: what is there is sent at once. */
  drain(): void {
    this.#draining = true;
    this.#options.flush();
  }

  /** Label of the destination that the partition's last records went to, or wait for; undefined before the first. */
  destinationOf(partition: TopicPartition): string | undefined {
    return this.#feeds.get(key(partition))?.road.destination;
  }

  #run(feed: PartitionFeed): void {
    while (!feed.blocked && feed.batch !== undefined) {
      const taken = feed.batch.stale ? feed.batch.count : feed.road.move(feed.batch, feed.next);
      if (taken === feed.next) feed.blocked = true;
      else feed.advance(taken);
    }
  }
}
