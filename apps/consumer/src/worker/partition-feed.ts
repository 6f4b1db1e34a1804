import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { Road } from './route/road.js';

/**
 * The records of one partition that wait for a place in a HEC batch, in order. Holds each record batch until its
 * last record has been taken.
 */
export class PartitionFeed {
  readonly road: Road;
  /** True while the destination has no room; set back when it has. */
  blocked = false;
  readonly #queue: RecordBatch[] = [];
  #next = 0;

  /** @param road - how its records get into batches */
  constructor(road: Road) {
    this.road = road;
  }

  /** Queues a batch behind the others. */
  push(batch: RecordBatch): void {
    batch.retain();
    this.#queue.push(batch);
  }

  /** The batch at the head; undefined when nothing waits. */
  get batch(): RecordBatch | undefined {
    return this.#queue[0];
  }

  /** Index of the next record of {@link PartitionFeed.batch}. */
  get next(): number {
    return this.#next;
  }

  /** Records before this index have been taken. */
  advance(next: number): void {
    this.#next = next;
    const head = this.#queue[0];
    if (head === undefined || next < head.count) return;
    this.#queue.shift();
    this.#next = 0;
    head.release();
  }

  /** Forgets everything that waits: the partition has moved away. */
  clear(): void {
    for (const batch of this.#queue) batch.release();
    this.#queue.length = 0;
    this.#next = 0;
  }
}
