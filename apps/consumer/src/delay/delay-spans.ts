import type { Timestamps } from './delay-histogram.js';

/** What is kept of the timestamps of records that are let go: events written between two moments. */
export interface DelaySpan {
  readonly events: number;
  /** Milliseconds since the epoch; both are -1 where there are none. */
  readonly oldest: number;
  readonly youngest: number;
}

/** Spans this close are one: what an event that lies in it is off by is less than the delays that matter. */
const CLOSE_MS = 250;

/** Adds the records `[from, to)` to spans; a run of thousands, or thousands of runs of one, are few spans. */
export function addSpan(spans: DelaySpan[], records: Timestamps, from: number, to: number): void {
  const [oldest, youngest] = [records.timestamp(from), records.timestamp(to - 1)];
  const timed = oldest >= 0 && youngest >= 0;
  const span = timed ? { events: to - from, oldest, youngest } : untimed(to - from);
  const last = spans.at(-1);
  if (last === undefined || !isClose(last, span)) spans.push(span);
  else spans[spans.length - 1] = { ...span, events: last.events + span.events, oldest: last.oldest };
}

/** The timestamps of a span, spread evenly. */
export function timestampsOf({ events, oldest, youngest }: DelaySpan): Timestamps {
  const step = events > 1 ? (youngest - oldest) / (events - 1) : 0;
  return { timestamp: (index) => oldest + index * step };
}

const untimed = (events: number): DelaySpan => ({ events, oldest: -1, youngest: -1 });

function isClose(before: DelaySpan, after: DelaySpan): boolean {
  if (before.oldest < 0 || after.oldest < 0) return before.oldest === after.oldest;
  return after.oldest >= before.oldest && after.youngest - before.oldest <= CLOSE_MS;
}
