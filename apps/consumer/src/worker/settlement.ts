import type { Batch, EventRange, LocalRefusal, OutcomeRun } from '@kafka-splunk/hec-client';
import type { BalancedConsumer, LetGoRange, RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { Rejection } from '../dead-letters/dead-letter.js';
import type { DeadLetters } from '../dead-letters/dead-letters.js';
import { addSpan, type DelaySpan } from '../delay/delay-spans.js';
import type { BatchRuns, RecordRange, TakenEvents } from './batch-runs.js';
import type { Counters } from './counters.js';
import type { SkippedReason } from './route/skip-rules.js';

/** Options of {@link Settlement}. */
export interface SettlementOptions {
  /** Takes what becomes of records. */
  readonly consumer: Pick<BalancedConsumer, 'settle' | 'letGo' | 'settleRange' | 'readAgain'>;
  readonly deadLetters: Pick<DeadLetters, 'add'>;
  readonly counters: Counters;
  /** One record was set aside. */
  readonly onRejected: (batch: RecordBatch, index: number, reason: Rejection) => void;
  /** Records were not acknowledged in time and are read again. */
  readonly onUnacknowledged: (ranges: readonly LetGoRange[]) => void;
}

/** Turns the outcomes of events into settled records. */
export class Settlement {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /**
   * Splunk took these events of a HEC batch and has still to acknowledge them. Kafka has their bytes, so from here on
   * they are offsets and nothing else.
   */
  taken(batch: Batch<BatchRuns>, ranges: readonly EventRange[]): void {
    const { consumer, counters } = this.#options;
    for (const { from, to } of ranges) {
      const records = [...batch.context.records(from, to)];
      const spans: DelaySpan[] = [];
      let bytes = 0;
      for (const each of records) {
        bytes += bytesOf(each);
        addSpan(spans, each.batch, each.from, each.to);
        if (each.batch.again) counters.sentAgain(each.to - each.from);
        else counters.arrived('accepted', each.batch, each.from, each.to);
      }
      batch.context.take(from, { ranges: consumer.letGo(records), events: to - from, bytes, spans });
      batch.context.done(from, to);
    }
  }

  /** Outcomes of a HEC batch. */
  outcomes(batch: Batch<BatchRuns>, runs: readonly OutcomeRun[]): void {
    for (const run of runs) {
      const taken = batch.context.takeOut(run.from);
      if (taken !== undefined) {
        this.#decide(taken, run);
        continue;
      }
      for (const records of batch.context.records(run.from, run.to)) this.#apply(records, run);
      batch.context.done(run.from, run.to);
    }
  }

  /** Records that are not sent, by policy. */
  skip(records: RecordBatch, from: number, to: number, reason: SkippedReason): void {
    if (!records.stale) this.#options.counters.skipped(reason, to - from);
    this.#options.consumer.settle(records, from, to);
  }

  /** A record that is set aside before it is sent: it cannot be, or a policy says so. */
  refuse(records: RecordBatch, index: number, { code, text }: LocalRefusal): void {
    this.#setAside(records, index, { ...(code === undefined ? {} : { code }), text });
  }

  #setAside(records: RecordBatch, index: number, reason: Rejection): void {
    // A partition that moved away is its new owner's business, its bad events too.
    if (records.stale) return;
    this.#options.deadLetters.add(records, index, reason);
    this.#options.onRejected(records, index, reason);
  }

  #apply(records: RecordRange, run: OutcomeRun): void {
    const { counters, consumer } = this.#options;
    const { batch, from, to } = records;
    switch (run.kind) {
      case 'delivered':
      case 'acknowledged':
        counters.delivered(to - from, bytesOf(records));
        counters.arrived(run.kind === 'delivered' ? 'accepted' : 'acked', batch, from, to);
        if (batch.again) counters.sentAgain(to - from);
        consumer.settle(batch, from, to);
        return;
      case 'rejected':
        for (let index = from; index < to; index++) {
          this.#setAside(batch, index, {
            ...(run.code === undefined ? {} : { code: run.code }),
            ...(run.status === undefined ? {} : { status: run.status }),
            text: run.text ?? 'no reason given',
          });
        }
        return;
      case 'unacknowledged':
      case 'unknown':
        // Unsettled on purpose: it is read and sent again after the next start.
        return;
    }
  }

  /** The outcome of events that were let go. */
  #decide({ ranges, events, bytes, spans }: TakenEvents, { kind }: OutcomeRun): void {
    const { counters, consumer, onUnacknowledged } = this.#options;
    switch (kind) {
      case 'delivered':
      case 'acknowledged':
        counters.delivered(events, bytes);
        for (const span of spans) counters.arrivedSpan('acked', span);
        for (const range of ranges) consumer.settleRange(range);
        return;
      case 'unacknowledged':
      // Never said of what was taken; read again, it could not do harm.
      case 'rejected':
        for (const range of ranges) consumer.readAgain(range);
        onUnacknowledged(ranges);
        return;
      case 'unknown':
        return;
    }
  }
}

function bytesOf({ batch, from, to }: RecordRange): number {
  let bytes = 0;
  for (let index = from; index < to; index++) bytes += batch.valueEnd(index) - batch.valueStart(index);
  return bytes;
}
