import { delayQuantile, delaysSince, noDelays } from '../delay/delay-buckets.js';
import type { StageDelays } from './fleet-snapshot.js';
import type { HistoryReport } from './history-report.js';

/** What is known at the end of a step. */
export interface HistoryMoment {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly deliveredEvents: number;
  readonly lag: number | undefined;
  /** Since the program's start. */
  readonly delays: StageDelays;
}

interface Point {
  readonly eventsPerSecond: number | null;
  readonly lag: number | null;
  readonly delayMs: number | null;
}

const STEP_MS = 10_000;
const STEPS = 360;
const unknown: Point = { eventsPerSecond: null, lag: null, delayMs: null };

/** The last hour in steps of ten seconds. Takes some kilobytes, whatever happens. */
export class History {
  readonly #points: Point[] = [];
  #before: HistoryMoment;
  #stepEnd: number;

  /** @param now - milliseconds since the epoch */
  constructor(now: number) {
    this.#before = {
      now,
      deliveredEvents: 0,
      lag: undefined,
      delays: { accepted: noDelays, acked: noDelays },
    };
    this.#stepEnd = now + STEP_MS;
  }

  /**
   * Notes a moment; ends the step when it is over. Where the clock leapt ahead (a machine that slept), what lies
   * between is unknown; where it was put back, the history begins anew.
   */
  note(moment: HistoryMoment): void {
    if (moment.now < this.#before.now) {
      this.#points.length = 0;
      this.#begin(moment, moment.now);
    }
    if (moment.now < this.#stepEnd) return;
    const missed = Math.floor((moment.now - this.#stepEnd) / STEP_MS);
    for (let step = Math.min(missed, STEPS); step > 0; step--) this.#points.push(unknown);
    this.#points.push(pointBetween(this.#before, moment));
    this.#points.splice(0, this.#points.length - STEPS);
    this.#begin(moment, this.#stepEnd + missed * STEP_MS);
  }

  /** What `/history.json` answers. */
  report(): HistoryReport {
    return {
      format: 1,
      stepMs: STEP_MS,
      from: this.#stepEnd - STEP_MS * (this.#points.length + 1),
      eventsPerSecond: this.#points.map(({ eventsPerSecond }) => eventsPerSecond),
      lag: this.#points.map(({ lag }) => lag),
      delayMs: this.#points.map(({ delayMs }) => delayMs),
    };
  }

  #begin(moment: HistoryMoment, at: number): void {
    this.#before = moment;
    this.#stepEnd = at + STEP_MS;
  }
}

function pointBetween(before: HistoryMoment, after: HistoryMoment): Point {
  const events = after.deliveredEvents - before.deliveredEvents;
  const half = (stage: keyof StageDelays): number | undefined =>
    delayQuantile(delaysSince(before.delays[stage], after.delays[stage]), 0.5);
  return {
    eventsPerSecond: Math.round((events * 1000) / Math.max(1, after.now - before.now)),
    lag: after.lag ?? null,
    delayMs: half('accepted') ?? half('acked') ?? null,
  };
}
