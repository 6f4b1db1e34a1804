import type { Config } from '@kafka-splunk/config';
import {
  type Batch,
  createHecClient,
  type DeliveryState,
  type HecClient,
  type OutcomeRun,
} from '@kafka-splunk/hec-client';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { Rejection } from '../dead-letters/dead-letter.js';
import { BatchRuns } from '../worker/batch-runs.js';
import { workerOptions } from '../worker/options.js';
import { Pump } from '../worker/pump.js';
import { RoadBuilder } from '../worker/route/road-builder.js';

/** What becomes of records that a {@link Sender} was given. Each is named once. */
export interface SenderListener {
  /** Splunk has these records; or they are never sent, by policy. */
  readonly onDone: (records: RecordBatch, from: number, to: number) => void;
  /** Splunk will not take this record. */
  readonly onRejected: (records: RecordBatch, index: number, rejection: Rejection) => void;
}

/** Bytes of requests that are held, beside what a running program holds. */
const LEAST_HELD = 16 * 1024 * 1024;

/** Sends records the way a worker does: the same routes, the same client, the same waiting. */
export class Sender {
  readonly #listener: SenderListener;
  readonly #client: HecClient<BatchRuns>;
  readonly #pump: Pump;

  constructor(config: Config, listener: SenderListener) {
    this.#listener = listener;
    const { ack, maxBytes = 0, ...settings } = workerOptions(config, 1).client;
    this.#client = createHecClient<BatchRuns>({
      ...settings,
      maxBytes,
      maxHeldBytes: Math.max(LEAST_HELD, 4 * maxBytes),
      // Nobody reads again here what is not acknowledged.
      ...(ack === undefined ? {} : { ack: { ...ack, hold: 'body' as const } }),
      newContext: () => new BatchRuns(),
      onOutcome: (batch, runs) => this.#outcomes(batch, runs),
      onRoom: () => this.#pump.room(),
    });
    const roads = new RoadBuilder({
      config,
      client: this.#client,
      aside: {
        skip: (records, from, to) => this.#listener.onDone(records, from, to),
        refuse: (records, index, { code, text }) =>
          this.#listener.onRejected(records, index, { ...(code === undefined ? {} : { code }), text }),
      },
    });
    this.#pump = new Pump({
      flush: () => this.#client.flush(),
      road: (partition) => roads.build(partition),
    });
  }

  /** Takes records over, those of a partition in their order. They are held until their outcome. */
  accept(records: RecordBatch): void {
    this.#pump.accept(records);
  }

  /** What is in the way of the sending. */
  troubles(): readonly DeliveryState[] {
    return this.#client.snapshot().states.filter(({ state }) => state !== 'ok');
  }

  /** From now on nothing waits for its request to fill up. */
  flush(): void {
    this.#pump.drain();
  }

  /** Ends all sending. What has no outcome gets none. */
  async close(): Promise<void> {
    await this.#client.close();
  }

  #outcomes(batch: Batch<BatchRuns>, runs: readonly OutcomeRun[]): void {
    for (const run of runs) {
      for (const { batch: records, from, to } of batch.context.records(run.from, run.to)) {
        this.#tell(records, from, to, run);
      }
      batch.context.done(run.from, run.to);
    }
  }

  #tell(records: RecordBatch, from: number, to: number, run: OutcomeRun): void {
    switch (run.kind) {
      case 'delivered':
      case 'acknowledged':
        this.#listener.onDone(records, from, to);
        return;
      case 'rejected': {
        const { code, status, text = 'no reason given' } = run;
        const rejection = {
          ...(code === undefined ? {} : { code }),
          ...(status === undefined ? {} : { status }),
          text,
        };
        for (let index = from; index < to; index++) this.#listener.onRejected(records, index, rejection);
        return;
      }
      case 'unacknowledged':
      case 'unknown':
        // Closed before the end: whoever replays tells what is left.
        return;
    }
  }
}
