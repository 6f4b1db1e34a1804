import type { HistoryReport } from '../../src/status/history-report.js';
import type { ChartData } from './chart.js';
import { count, duration, rate, short, timeOfDay } from './words.js';

/** The three lines of the last hour. */
export function history(report: HistoryReport): { rate: ChartData; lag: ChartData; delay: ChartData } {
  const { stepMs, from } = report;
  return {
    rate: {
      title: 'Events per second',
      stepMs,
      from,
      values: report.eventsPerSecond,
      say: rate,
      mark: short,
      least: 10,
    },
    lag: {
      title: 'Lag, records',
      stepMs,
      from,
      values: report.lag,
      say: (lag) => count(Math.round(lag)),
      mark: short,
      least: 10,
    },
    delay: {
      title: 'Delay, half within',
      stepMs,
      from,
      values: report.delayMs,
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
