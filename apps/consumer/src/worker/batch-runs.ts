import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';

/** A stretch of records of one batch: `[from, to)`. */
export interface RecordRange {
  readonly batch: RecordBatch;
  readonly from: number;
  readonly to: number;
}

interface Run {
  readonly batch: RecordBatch;
  readonly firstRecord: number;
  readonly firstEvent: number;
  readonly count: number;
}

/**
 * Which records the events of one HEC batch are: neighbouring events of neighbouring records are one run, so that a
 * batch of thousands of events costs a handful of objects. Holds each record batch until the last outcome is in.
 */
export class BatchRuns {
  readonly #runs: Run[] = [];
  #undecided = 0;

  /** Events `firstEvent … firstEvent + count - 1` are records `firstRecord …` of the batch. Appended in order. */
  add(batch: RecordBatch, firstRecord: number, firstEvent: number, count: number): void {
    batch.retain();
    this.#runs.push({ batch, firstRecord, firstEvent, count });
    this.#undecided += count;
  }

  /** The records behind the events `[from, to)`, in order. */
  *records(from: number, to: number): Generator<RecordRange> {
    for (let at = this.#find(from); at < this.#runs.length; at++) {
      const { batch, firstRecord, firstEvent, count } = this.#runs[at] as Run;
      if (firstEvent >= to) return;
      const first = Math.max(from, firstEvent);
      const end = Math.min(to, firstEvent + count);
      if (first < end)
        yield { batch, from: firstRecord + first - firstEvent, to: firstRecord + end - firstEvent };
    }
  }

  /** So many more events have their outcome; with the last one the record batches are let go. */
  decided(events: number): void {
    this.#undecided -= events;
    if (this.#undecided > 0) return;
    for (const run of this.#runs) run.batch.release();
    this.#runs.length = 0;
  }

  /** Position of the last run that begins at or before this event. */
  #find(event: number): number {
    let low = 0;
    let high = this.#runs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#runs[middle] as Run).firstEvent <= event) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
