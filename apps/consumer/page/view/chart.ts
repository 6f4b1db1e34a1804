import { scaleFor } from './scale.js';
import { timeOfDay } from './words.js';

/** One line over the last hour. */
export interface ChartData {
  /** `Lag`. */
  readonly title: string;
  readonly stepMs: number;
  /** Begin of the first step, milliseconds since the epoch. */
  readonly from: number;
  readonly values: readonly (number | null)[];
  /** A value in words, with its unit. */
  readonly say: (value: number) => string;
  /** The same for the scale, where there is little room. */
  readonly mark: (value: number) => string;
  /** The top of the scale is never below this. */
  readonly least: number;
}

/** What a chart shows. Its plane is `chartWidth` wide and `chartHeight` high, with the newest step at the right. */
export interface ChartView {
  readonly title: string;
  /** The line. Where nothing is known it has a gap. */
  readonly line: string;
  /** The same, closed at the bottom. */
  readonly area: string;
  /** The scale's lines from the bottom to the top. */
  readonly scale: readonly string[];
  /** The whole in a sentence, for who does not see it. */
  readonly summary: string;
}

/** Steps of ten seconds in an hour. */
export const chartWidth = 360;

/** Units of the plane. */
export const chartHeight = 100;

/** Lays a line out. */
export function chart({ title, stepMs, from, values, say, mark, least }: ChartData): ChartView {
  const scale = scaleFor(values, least);
  const left = chartWidth - values.length;
  const y = (value: number): number => round(chartHeight - (value / scale.top) * chartHeight);
  const stretches = known(values);
  const line = stretches
    .map(({ start, values }) => `M${left + start} ${values.map((value) => `${y(value)}h1`).join('V')}`)
    .join('');
  const area = stretches
    .map(({ start, values }) => {
      const x = left + start;
      return `M${x} ${chartHeight}V${values.map((value) => `${y(value)}h1`).join('V')}V${chartHeight}Z`;
    })
    .join('');
  return {
    title,
    line,
    area,
    scale: scale.lines.map((value) => (value === 0 ? '0' : mark(value))),
    summary: summarize(title, values, from, stepMs, say),
  };
}

/** The step under a place of the plane, `x` from 0 to 1; undefined where there is none. */
export function stepAt(
  data: ChartData,
  x: number,
): { readonly at: number; readonly text: string } | undefined {
  const step = Math.floor(x * chartWidth) - (chartWidth - data.values.length);
  const value = data.values[step];
  if (value === undefined) return undefined;
  const at = data.from + step * data.stepMs;
  return { at, text: `${timeOfDay(at, at)} ${value === null ? 'nothing known' : data.say(value)}` };
}

interface Stretch {
  readonly start: number;
  readonly values: readonly number[];
}

function known(values: readonly (number | null)[]): Stretch[] {
  const stretches: { start: number; values: number[] }[] = [];
  let last: { start: number; values: number[] } | undefined;
  values.forEach((value, at) => {
    if (value === null) {
      last = undefined;
    } else if (last === undefined) {
      last = { start: at, values: [value] };
      stretches.push(last);
    } else {
      last.values.push(value);
    }
  });
  return stretches;
}

function summarize(
  title: string,
  values: readonly (number | null)[],
  from: number,
  stepMs: number,
  say: (value: number) => string,
): string {
  const seen = values.filter((value) => value !== null);
  if (seen.length === 0) return `${title}: nothing known yet.`;
  const least = Math.min(...seen);
  const most = Math.max(...seen);
  const peak = timeOfDay(from + values.indexOf(most) * stepMs, from);
  const last = values.at(-1) ?? null;
  const now = last === null ? 'nothing known at the end' : `${say(last)} at the end`;
  return `${title}, last hour: ${now}; least ${say(least)}, most ${say(most)} at ${peak}.`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
