import type { LetGoRange, RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { DelaySpan } from '../delay/delay-spans.js';

/** A stretch of records of one batch: `[from, to)`. */
export interface RecordRange {
  readonly batch: RecordBatch;
  readonly from: number;
  readonly to: number;
}

/** Events that Splunk took and that wait for their acknowledgement: where their records stand, and no bytes. */
export interface TakenEvents {
  readonly ranges: readonly LetGoRange[];
  readonly events: number;
  /** Bytes of the values. */
  readonly bytes: number;
  /** When their records were written. */
  readonly spans: readonly DelaySpan[];
}

interface Run {
  /** Undefined once every event of the run is done with. */
  batch: RecordBatch | undefined;
  readonly firstRecord: number;
  readonly firstEvent: number;
  readonly count: number;
  /** Events that still need their record. */
  left: number;
}

/**
 * Which records the events of one HEC batch are: neighbouring events of neighbouring records are one run, so that a
 * batch of thousands of events costs a handful of objects. Holds each record batch until its last event is done with:
 * it has its outcome, or was let go to wait for its acknowledgement.
 */
export class BatchRuns {
  #runs: Run[] = [];
  /** By the first event of what was taken together. */
  readonly #taken = new Map<number, TakenEvents>();

  /** Events `firstEvent … firstEvent + count - 1` are records `firstRecord …` of the batch. Appended in order. */
  add(batch: RecordBatch, firstRecord: number, firstEvent: number, count: number): void {
    batch.retain();
    this.#runs.push({ batch, firstRecord, firstEvent, count, left: count });
  }

  /** The records behind the events `[from, to)`, in order; none for those that are done with. */
  *records(from: number, to: number): Generator<RecordRange> {
    for (const { batch, firstRecord, firstEvent, count } of this.#runsIn(from, to)) {
      const first = Math.max(from, firstEvent);
      const end = Math.min(to, firstEvent + count);
      if (batch !== undefined)
        yield { batch, from: firstRecord + first - firstEvent, to: firstRecord + end - firstEvent };
    }
  }

  /** The records of the events `[from, to)` are needed no more. Call it once for each event. */
  done(from: number, to: number): void {
    let ended = false;
    for (const run of this.#runsIn(from, to)) {
      run.left -= Math.min(to, run.firstEvent + run.count) - Math.max(from, run.firstEvent);
      if (run.left > 0) continue;
      run.batch?.release();
      run.batch = undefined;
      ended = true;
    }
    // What waits for its acknowledgement can be much: nothing of the runs stays when none is needed.
    if (ended && this.#runs.every(({ batch }) => batch === undefined)) this.#runs = [];
  }

  /** Notes what stands for the events from `first` on, which were taken together. */
  take(first: number, taken: TakenEvents): void {
    this.#taken.set(first, taken);
  }

  /** Takes out what was noted for the events from `first` on; undefined where they were not taken. */
  takeOut(first: number): TakenEvents | undefined {
    const taken = this.#taken.get(first);
    this.#taken.delete(first);
    return taken;
  }

  *#runsIn(from: number, to: number): Generator<Run> {
    if (from >= to) return;
    for (let at = this.#find(from); at < this.#runs.length; at++) {
      const run = this.#runs[at] as Run;
      if (run.firstEvent >= to) return;
      if (run.firstEvent + run.count > from) yield run;
    }
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
