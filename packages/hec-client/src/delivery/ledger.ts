import type { OpenBatch } from '../batch/open-batch.js';
import type { DeliveryCounts } from '../delivery-state.js';
import { publishRetry } from '../observe/channels.js';
import type { OutcomeListener, OutcomeRun } from '../outcome.js';
import { type Part, sentEvents } from './part.js';

/** Keeps the books: which events have no outcome yet, and what was counted. */
export class Ledger<C> {
  readonly #onOutcome: OutcomeListener<C>;
  readonly #onSettled: (batch: OpenBatch<C>) => void;
  #open = 0;
  #counts: { -readonly [K in keyof DeliveryCounts]: number } = {
    requests: 0,
    refused: 0,
    resentEvents: 0,
    duplicatesPossible: 0,
    deliveredEvents: 0,
    rejectedEvents: 0,
  };

  /** @param onSettled - the last event of a batch has its outcome; called before `onOutcome`, which must not throw */
  constructor(onOutcome: OutcomeListener<C>, onSettled: (batch: OpenBatch<C>) => void) {
    this.#onOutcome = onOutcome;
    this.#onSettled = onSettled;
  }

  /** Batches that have events without an outcome. */
  get open(): number {
    return this.#open;
  }

  get counts(): DeliveryCounts {
    return { ...this.#counts };
  }

  /** A sealed batch came. */
  opened(): void {
    this.#open++;
  }

  /** A request with these events goes out. */
  sent(part: Part<C>): void {
    this.#counts.requests++;
    if (part.attempts++ === 0) return;
    const events = sentEvents(part);
    this.#counts.resentEvents += events;
    if (part.ambiguous) this.#counts.duplicatesPossible += events;
    const { batch, attempts: attempt, ambiguous } = part;
    publishRetry(() => ({
      destination: batch.destination.label,
      batch: batch.id,
      events,
      attempt,
      ambiguous,
    }));
    part.ambiguous = false;
  }

  /** A request brought nothing in. */
  refused(): void {
    this.#counts.refused++;
  }

  /** These events have their outcome: it is told once and for all. */
  settle(batch: OpenBatch<C>, runs: readonly OutcomeRun[]): void {
    if (runs.length === 0) return;
    for (const run of runs) {
      const events = run.to - run.from;
      batch.undecided -= events;
      if (run.kind === 'delivered') this.#counts.deliveredEvents += events;
      else if (run.kind === 'rejected') this.#counts.rejectedEvents += events;
    }
    if (batch.undecided === 0) {
      this.#open--;
      this.#onSettled(batch);
    }
    this.#onOutcome(batch, runs);
  }
}
