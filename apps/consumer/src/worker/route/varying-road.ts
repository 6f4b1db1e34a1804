import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { EventMaker, MadeEvent } from './event-maker.js';
import type { BatchSource, FillableBatch, Road } from './road.js';
import type { Aside, SkipRules } from './skip-rules.js';

/** Options of {@link VaryingRoad}. */
export interface VaryingRoadOptions {
  readonly client: BatchSource;
  readonly skips: SkipRules;
  readonly events: EventMaker;
  readonly refuse: Aside['refuse'];
}

/** The road where each record is looked at: for its metadata, its time, or for what its value is. */
export class VaryingRoad implements Road {
  destination: string | undefined;
  readonly #options: VaryingRoadOptions;

  constructor(options: VaryingRoadOptions) {
    this.#options = options;
  }

  move(records: RecordBatch, next: number): number {
    const { skips, events, refuse } = this.#options;
    const skipped = skips.pass(records, next);
    if (skipped > next) return skipped;
    let batch: FillableBatch | undefined;
    let firstEvent = 0;
    let first = next;
    let index = next;
    // One run for each stretch of neighbours that go into one batch.
    for (; index < records.count; index++) {
      if (records.valueStart(index) === records.valueEnd(index)) break;
      const event = events.make(records, index);
      if (event.refusal !== undefined) {
        batch?.context.add(records, first, firstEvent, index - first);
        batch = undefined;
        refuse(records, index, event.refusal);
        continue;
      }
      if (batch?.destination === event.destination && append(batch, records, index, event) >= 0) continue;
      batch?.context.add(records, first, firstEvent, index - first);
      batch = this.#begin(records, index, event);
      if (batch === undefined) return index;
      firstEvent = batch.events - 1;
      first = index;
    }
    batch?.context.add(records, first, firstEvent, index - first);
    return index;
  }

  /** The batch that took the first event of a stretch; undefined where there is no room. */
  #begin(records: RecordBatch, index: number, event: MadeEvent): FillableBatch | undefined {
    const { client } = this.#options;
    this.destination = event.destination.label;
    const open = client.open(event.destination);
    if (open === undefined || append(open, records, index, event) >= 0) return open;
    // It was full: the next one takes at least one event, whatever its size.
    const fresh = client.open(event.destination);
    return fresh !== undefined && append(fresh, records, index, event) >= 0 ? fresh : undefined;
  }
}

function append(batch: FillableBatch, records: RecordBatch, index: number, event: MadeEvent): number {
  const { buffer } = records;
  const start = records.valueStart(index);
  const end = records.valueEnd(index);
  switch (event.form) {
    case 'text':
      return batch.append(buffer, start, end, event.head, event.timeMs, records.offset(index));
    case 'json':
      return batch.appendJson(buffer, start, end, event.head, event.timeMs, records.offset(index));
    case 'envelope': {
      const { rewritten, ownIndex } = event;
      return rewritten === undefined
        ? batch.appendEnvelope(buffer, start, end, ownIndex)
        : batch.appendEnvelope(rewritten, 0, rewritten.length, ownIndex);
    }
  }
}
