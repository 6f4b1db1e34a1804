import type { OutcomeRun } from '../outcome.js';
import type { EventOutcome } from './batcher.js';

/** What a batcher hangs on a batch: who wants to hear of which event, and who of all of them. */
export class BatchRecord {
  #settlers: (((outcome: EventOutcome) => void) | undefined)[] | undefined;
  #waiters: (() => void)[] = [];
  #undecided = 0;

  /** An event came in. */
  added(number: number, settle: ((outcome: EventOutcome) => void) | undefined): void {
    this.#undecided++;
    if (settle === undefined) return;
    this.#settlers ??= [];
    this.#settlers[number] = settle;
  }

  /** Whether every event has its outcome. A batch gets none before it is sealed. */
  get isDone(): boolean {
    return this.#undecided === 0;
  }

  /** Resolves when every event has its outcome. */
  done(): Promise<void> {
    return this.isDone ? Promise.resolve() : new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Outcomes came. */
  decided(runs: readonly OutcomeRun[]): void {
    for (const { from, to, ...outcome } of runs) {
      this.#undecided -= to - from;
      if (this.#settlers === undefined) continue;
      for (let number = from; number < to; number++) this.#settlers[number]?.(outcome);
    }
    if (this.isDone) for (const resolve of this.#waiters.splice(0)) resolve();
  }
}
