import type { Batch, Destination, EventHead } from '@kafka-splunk/hec-client';
import type { RecordBatch, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import type { BatchRuns } from './batch-runs.js';
import { PartitionFeed } from './partition-feed.js';

/** A route as the pump needs it. */
export interface Outlet {
  readonly destination: Destination;
  /** Encoded metadata of the envelope; undefined on the raw endpoint. */
  readonly head?: EventHead;
}

/** What the pump tells of records that never become events. */
export type SkippedReason = 'tombstone' | 'empty';

/** What the pump needs of a HEC batch. */
export type FillableBatch = Pick<Batch<BatchRuns>, 'append' | 'context' | 'destination' | 'events'>;

/** What the pump needs of the client. */
export interface BatchSource {
  open(destination: Destination): FillableBatch | undefined;
  flush(): void;
}

/** Options of {@link Pump}. */
export interface PumpOptions {
  readonly client: BatchSource;
  /** The way out for a topic; every subscribed topic has one. */
  readonly outlet: (topic: string) => Outlet;
  /** Settles records that are skipped by policy. */
  readonly skip: (batch: RecordBatch, from: number, to: number, reason: SkippedReason) => void;
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
      feed = new PartitionFeed(batch.topic);
      this.#feeds.set(key(batch), feed);
    }
    feed.push(batch);
    this.#run(feed);
    if (this.#draining) this.#options.client.flush();
  }

  /** Some destination has room again. */
  room(): void {
    // All are let go before the first one runs: a feed that runs dry must not see another's old refusal.
    for (const feed of this.#feeds.values()) feed.blocked = false;
    for (const feed of this.#feeds.values()) this.#run(feed);
    if (this.#draining) this.#options.client.flush();
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
    this.#options.client.flush();
  }

  /** Label of the destination that the partition's last records went to, or wait for; undefined before the first. */
  destinationOf(partition: TopicPartition): string | undefined {
    return this.#feeds.get(key(partition))?.destination;
  }

  #run(feed: PartitionFeed): void {
    const outlet = this.#options.outlet(feed.topic);
    while (!feed.blocked && feed.batch !== undefined) {
      const taken = feed.batch.stale ? feed.batch.count : this.#move(feed, feed.batch, outlet);
      if (taken === feed.next) feed.blocked = true;
      else feed.advance(taken);
    }
  }

  /** Moves records from `next` on; answers the index it came to, `next` itself when there is no room. */
  #move(feed: PartitionFeed, records: RecordBatch, outlet: Outlet): number {
    const { next } = feed;
    const skipped = this.#skip(records, next);
    if (skipped > next) return skipped;
    const { destination, head } = outlet;
    feed.destination = destination.label;
    const batch = this.#options.client.open(destination);
    return batch === undefined ? next : this.#fill(batch, records, next, head);
  }

  /** The hot loop: one copy per record, one run per call. */
  #fill(batch: FillableBatch, records: RecordBatch, next: number, head: EventHead | undefined): number {
    const { buffer, count } = records;
    const firstEvent = batch.events;
    let index = next;
    for (; index < count; index++) {
      const start = records.valueStart(index);
      const end = records.valueEnd(index);
      if (start === end) break;
      const timestamp = head === undefined ? -1 : records.timestamp(index);
      if (batch.append(buffer, start, end, head, timestamp < 0 ? undefined : timestamp) < 0) break;
    }
    if (index > next) batch.context.add(records, next, firstEvent, index - next);
    return index === next ? this.#refill(records, next, head, batch) : index;
  }

  /** The batch was full: the next one takes at least one event, whatever its size. */
  #refill(records: RecordBatch, next: number, head: EventHead | undefined, full: FillableBatch): number {
    const batch = this.#options.client.open(full.destination);
    return batch === undefined || batch === full ? next : this.#fill(batch, records, next, head);
  }

  /** Settles tombstones and empty values from `next` on; answers the index of the first record that is neither. */
  #skip(records: RecordBatch, next: number): number {
    let index = next;
    while (index < records.count && records.valueStart(index) === records.valueEnd(index)) {
      const reason = reasonToSkip(records, index);
      const first = index;
      while (index < records.count && reasonToSkip(records, index) === reason) index++;
      this.#options.skip(records, first, index, reason as SkippedReason);
    }
    return index;
  }
}

function reasonToSkip(records: RecordBatch, index: number): SkippedReason | undefined {
  const start = records.valueStart(index);
  if (start === -1) return 'tombstone';
  return start === records.valueEnd(index) ? 'empty' : undefined;
}
