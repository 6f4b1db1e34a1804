import type { Batch, LocalRefusal, OutcomeRun } from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { BatchRuns } from './batch-runs.js';
import type { Counters } from './counters.js';
import type { Rejection } from './dead-letter-line.js';
import type { DeadLetters } from './dead-letters.js';
import type { SkippedReason } from './route/skip-rules.js';

/** Options of {@link Settlement}. */
export interface SettlementOptions {
  /** Tells the consumer that records are done with. */
  readonly settle: (batch: RecordBatch, from: number, to: number) => void;
  readonly deadLetters: Pick<DeadLetters, 'add'>;
  readonly counters: Counters;
  /** One record was set aside. */
  readonly onRejected: (batch: RecordBatch, index: number, reason: Rejection) => void;
}

/** Turns the outcomes of events into settled records. */
export class Settlement {
  readonly #options: SettlementOptions;

  constructor(options: SettlementOptions) {
    this.#options = options;
  }

  /** Outcomes of a HEC batch. */
  outcomes(batch: Batch<BatchRuns>, runs: readonly OutcomeRun[]): void {
    for (const run of runs) {
      for (const { batch: records, from, to } of batch.context.records(run.from, run.to)) {
        this.#apply(records, from, to, run);
      }
    }
    for (const run of runs) batch.context.decided(run.to - run.from);
  }

  /** Records that are not sent, by policy. */
  skip(records: RecordBatch, from: number, to: number, reason: SkippedReason): void {
    if (!records.stale) this.#options.counters.skipped(reason, to - from);
    this.#options.settle(records, from, to);
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

  #apply(records: RecordBatch, from: number, to: number, run: OutcomeRun): void {
    const { counters, settle } = this.#options;
    switch (run.kind) {
      case 'delivered':
      case 'acknowledged':
        counters.delivered(to - from, bytesOf(records, from, to));
        settle(records, from, to);
        return;
      case 'rejected':
        for (let index = from; index < to; index++) {
          this.#setAside(records, index, {
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
}

function bytesOf(records: RecordBatch, from: number, to: number): number {
  let bytes = 0;
  for (let index = from; index < to; index++) bytes += records.valueEnd(index) - records.valueStart(index);
  return bytes;
}
