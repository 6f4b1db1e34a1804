import type { LetGoRange, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { grouped } from '../grouped.js';
import type { Log } from '../observe/log.js';
import { partitionList } from './event-log.js';

/** An indexer that is gone leaves hundreds of requests without their acknowledgement: they make one line. */
const GATHER_MS = 1000;

/** Says that events were not acknowledged and are sent again: a line a second at most. */
export class UnacknowledgedLog {
  readonly #log: Log;
  readonly #partitions = new Map<string, TopicPartition>();
  #events = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** These records are read again. */
  add(ranges: readonly LetGoRange[]): void {
    for (const { topic, partition, records } of ranges) {
      this.#events += records;
      this.#partitions.set(`${topic}/${partition}`, { topic, partition });
    }
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS).unref();
  }

  /** Says now what there is to say. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#events === 0) return;
    const partitions = partitionList([...this.#partitions.values()]);
    this.#log.warning(
      { events: this.#events, partitions },
      `${grouped(this.#events)} events that Splunk took were not acknowledged in time; ` +
        `they are read from Kafka again and sent again, and may then be there twice: ${partitions}`,
    );
    this.#events = 0;
    this.#partitions.clear();
  }
}
