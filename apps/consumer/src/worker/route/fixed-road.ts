import type { Destination, EventHead } from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { BatchSource, FillableBatch, Road } from './road.js';
import type { SkipRules } from './skip-rules.js';

/** Options of {@link FixedRoad}. */
export interface FixedRoadOptions {
  readonly client: BatchSource;
  readonly skips: SkipRules;
  readonly destination: Destination;
  /** Undefined on the raw endpoint. */
  readonly head: EventHead | undefined;
  /** Whether the record's timestamp becomes the event's time. */
  readonly timed: boolean;
}

/** The road where no record has a part in its metadata: the bytes are copied, and that is all. */
export class FixedRoad implements Road {
  readonly destination: string;
  readonly #options: FixedRoadOptions;
  readonly #timed: boolean;
  readonly #numbered: boolean;

  constructor(options: FixedRoadOptions) {
    this.destination = options.destination.label;
    this.#options = options;
    this.#timed = options.timed && options.head !== undefined;
    this.#numbered = options.head?.behindNumber !== undefined;
  }

  move(records: RecordBatch, next: number): number {
    const skipped = this.#options.skips.pass(records, next);
    if (skipped > next) return skipped;
    const batch = this.#options.client.open(this.#options.destination);
    return batch === undefined ? next : this.#fill(batch, records, next);
  }

  /** The hot loop: one copy per record, one run per call. */
  #fill(batch: FillableBatch, records: RecordBatch, next: number): number {
    const { head } = this.#options;
    const timed = this.#timed;
    const numbered = this.#numbered;
    const { buffer, count } = records;
    const firstEvent = batch.events;
    let index = next;
    for (; index < count; index++) {
      const start = records.valueStart(index);
      const end = records.valueEnd(index);
      if (start === end) break;
      const timestamp = timed ? records.timestamp(index) : -1;
      const number = numbered ? records.offset(index) : 0;
      if (batch.append(buffer, start, end, head, timestamp < 0 ? undefined : timestamp, number) < 0) break;
    }
    if (index > next) batch.context.add(records, next, firstEvent, index - next);
    return index === next ? this.#refill(records, next, batch) : index;
  }

  /** The batch was full: the next one takes at least one event, whatever its size. */
  #refill(records: RecordBatch, next: number, full: FillableBatch): number {
    const batch = this.#options.client.open(full.destination);
    return batch === undefined || batch === full ? next : this.#fill(batch, records, next);
  }
}
