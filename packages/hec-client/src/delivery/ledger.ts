import type { OpenBatch } from '../batch/open-batch.js';
import type { DeliveryCounts } from '../delivery-state.js';
import { publishRetry } from '../observe/channels.js';
import type { OutcomeListener, OutcomeRun } from '../outcome.js';
import { type Part, sentEvents } from './part.js';

/** Keeps the books: which events have no outcome yet, and what was counted. */
export class Ledger<C> {
  readonly #onOutcome: OutcomeListener<C>;
  readonly #onSettled: (batch: OpenBatch<C>) => void;
  /** Undecided events whose bytes are needed no more. */
  readonly #letGo = new Map<OpenBatch<C>, number>();
  #open = 0;
  #counts: { -readonly [K in keyof DeliveryCounts]: number } = {
    requests: 0,
    refused: 0,
    resentEvents: 0,
    duplicatesPossible: 0,
    deliveredEvents: 0,
    acknowledgedEvents: 0,
    unacknowledgedEvents: 0,
    rejectedEvents: 0,
  };

  /**
   * @param onSettled - no event of a batch needs its bytes any more; called before `onOutcome`, which must not throw,
   * and more than once where events are decided later
   */
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

  /** Events that were taken were not acknowledged in time. */
  unacknowledged(events: number): void {
    this.#counts.unacknowledgedEvents += events;
  }

  /** These events have no outcome yet, but will never be sent again from here. */
  letGo(batch: OpenBatch<C>, events: number): void {
    this.#letGo.set(batch, (this.#letGo.get(batch) ?? 0) + events);
    this.#release(batch);
  }

  /**
   * These events have their outcome: it is told once and for all.
   *
   * @param letGo - their bytes had been let go before
   */
  settle(batch: OpenBatch<C>, runs: readonly OutcomeRun[], letGo = false): void {
    if (runs.length === 0) return;
    let decided = 0;
    for (const run of runs) {
      const events = run.to - run.from;
      decided += events;
      if (run.kind === 'delivered' || run.kind === 'acknowledged') this.#counts.deliveredEvents += events;
      if (run.kind === 'acknowledged') this.#counts.acknowledgedEvents += events;
      else if (run.kind === 'rejected') this.#counts.rejectedEvents += events;
    }
    batch.undecided -= decided;
    if (letGo) this.#letGo.set(batch, (this.#letGo.get(batch) ?? 0) - decided);
    if (batch.undecided === 0) {
      this.#open--;
      this.#letGo.delete(batch);
    }
    this.#release(batch);
    this.#onOutcome(batch, runs);
  }

  #release(batch: OpenBatch<C>): void {
    if (batch.undecided - (this.#letGo.get(batch) ?? 0) === 0) this.#onSettled(batch);
  }
}
