import type { statusFormat } from './status-report.js';

/** What `/history.json` answers: the last hour, oldest first, one point per step; `null` where nothing is known. */
export interface HistoryReport {
  readonly format: typeof statusFormat;
  /** Length of a step, in milliseconds. */
  readonly stepMs: number;
  /** Begin of the first step, milliseconds since the epoch. The lists are equally long, 360 at the most. */
  readonly from: number;
  /** Delivered per second, mean over the step. */
  readonly eventsPerSecond: readonly (number | null)[];
  /** Records, at the step's end. */
  readonly lag: readonly (number | null)[];
  /** From record timestamp to accepted: half of the step's events took at most so long, in milliseconds. */
  readonly delayMs: readonly (number | null)[];
}
