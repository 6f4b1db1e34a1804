import type { HistoryReport } from '../../src/status/history-report.js';
import type { ChartData } from './chart.js';
import { count, duration, rate, short, timeOfDay } from './words.js';

/** Widths of a chart in steps: 10, 20 and 60 minutes. */
const spans = [60, 120, 360];

/** The three lines of the last hour. What a program that was just started knows is not squeezed into a corner. */
export function history(report: HistoryReport): { rate: ChartData; lag: ChartData; delay: ChartData } {
  const { stepMs, eventsPerSecond, lag, delayMs } = report;
  const first = eventsPerSecond.findIndex(
    (rate, step) => rate !== null || lag[step] !== null || delayMs[step] !== null,
  );
  const skipped = first < 0 ? eventsPerSecond.length : first;
  const steps = eventsPerSecond.length - skipped;
  const common = {
    stepMs,
    from: report.from + skipped * stepMs,
    span: spans.find((span) => span >= steps) ?? steps,
  };
  return {
    rate: {
      ...common,
      title: 'Events per second',
      values: eventsPerSecond.slice(skipped),
      say: rate,
      mark: short,
      least: 10,
    },
    lag: {
      ...common,
      title: 'Lag, records',
      values: lag.slice(skipped),
      say: (records) => count(Math.round(records)),
      mark: short,
      least: 10,
    },
    delay: {
      ...common,
      title: 'Delay, half within',
      values: delayMs.slice(skipped),
      say: duration,
      mark: duration,
      least: 1000,
    },
  };
}

/** A row of the hour in numbers: the steps of five minutes together. */
export interface HistoryRow {
  readonly time: string;
  readonly rate: string;
  readonly lag: string;
  readonly delay: string;
}

const rowMs = 300_000;

/** The hour in numbers, newest first: rate as a mean, lag and delay at their worst. */
export function historyRows(report: HistoryReport): HistoryRow[] {
  const { stepMs, from, eventsPerSecond, lag, delayMs } = report;
  const rows = new Map<number, number[]>();
  eventsPerSecond.forEach((_, step) => {
    const begin = Math.floor((from + step * stepMs) / rowMs) * rowMs;
    rows.set(begin, [...(rows.get(begin) ?? []), step]);
  });
  const end = from + eventsPerSecond.length * stepMs;
  return [...rows]
    .sort(([one], [other]) => other - one)
    .map(([begin, steps]) => ({
      time: timeOfDay(begin, end).replace(/:00Z$/, 'Z'),
      rate: say(pick(eventsPerSecond, steps), mean, rate),
      lag: say(pick(lag, steps), most, (value) => count(Math.round(value))),
      delay: say(pick(delayMs, steps), most, duration),
    }));
}

function pick(values: readonly (number | null)[], steps: readonly number[]): number[] {
  return steps.map((step) => values[step] ?? null).filter((value) => value !== null);
}

function say(
  values: readonly number[],
  sum: (values: readonly number[]) => number,
  word: (value: number) => string,
): string {
  return values.length === 0 ? '–' : word(sum(values));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function most(values: readonly number[]): number {
  return Math.max(...values);
}
