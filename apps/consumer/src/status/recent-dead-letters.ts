import type { DeadLetterNote } from '../ipc/messages.js';
import type { RecentDeadLetter } from './status-report.js';

const MOST = 20;

/** The last dead letters over all workers, also of those that are gone. */
export class RecentDeadLetters {
  readonly #heard = new Map<number, number>();
  #notes: readonly RecentDeadLetter[] = [];

  /** Takes what is new in what a worker reports. */
  heard(worker: number, notes: readonly DeadLetterNote[]): void {
    const known = this.#heard.get(worker) ?? 0;
    const fresh = notes.filter(({ number }) => number > known);
    const last = fresh.at(-1);
    if (last === undefined) return;
    this.#heard.set(worker, last.number);
    const all = [...this.#notes, ...fresh.map(({ number: _, ...note }) => note)];
    this.#notes = all.sort((one, other) => other.at - one.at || other.offset - one.offset).slice(0, MOST);
  }

  /** The worker's next process numbers from 1 again. */
  gone(worker: number): void {
    this.#heard.delete(worker);
  }

  /** Newest first. */
  get list(): readonly RecentDeadLetter[] {
    return this.#notes;
  }
}
