import { delaysSince } from '../delay/delay-buckets.js';
import type { StageDelays } from './fleet-snapshot.js';

/** What was counted over the last while, from counts that only rise. */
export class RecentDelays {
  readonly #spanMs: number;
  readonly #stepMs: number;
  readonly #notes: { readonly at: number; readonly delays: StageDelays }[] = [];

  /**
   * @param spanMs - how far back it looks, in milliseconds
   * @param stepMs - the least time between two notes that are kept
   */
  constructor(spanMs: number, stepMs: number) {
    this.#spanMs = spanMs;
    this.#stepMs = stepMs;
  }

  /** @param at - milliseconds on a clock that never goes back */
  note(at: number, delays: StageDelays): void {
    const last = this.#notes.at(-1);
    if (last !== undefined && at - last.at < this.#stepMs) return;
    this.#notes.push({ at, delays });
    while (this.#notes.length > 1 && at - (this.#notes[1] as { at: number }).at >= this.#spanMs) {
      this.#notes.shift();
    }
  }

  /** From the begin of the span until these counts. */
  until(delays: StageDelays): StageDelays {
    const begin = this.#notes[0]?.delays ?? delays;
    return {
      accepted: delaysSince(begin.accepted, delays.accepted),
      acked: delaysSince(begin.acked, delays.acked),
    };
  }
}
