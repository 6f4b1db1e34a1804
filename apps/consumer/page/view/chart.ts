import { scaleFor } from './scale.js';
import { duration, timeOfDay } from './words.js';

/** One line over the last hour. */
export interface ChartData {
  /** `Lag`. */
  readonly title: string;
  readonly stepMs: number;
  /** Begin of the first step, milliseconds since the epoch. */
  readonly from: number;
  readonly values: readonly (number | null)[];
  /** Steps that the plane is wide; as many as there are values, or more. */
  readonly span: number;
  /** A value in words, with its unit. */
  readonly say: (value: number) => string;
  /** The same for the scale, where there is little room. */
  readonly mark: (value: number) => string;
  /** The top of the scale is never below this. */
  readonly least: number;
}

/** What a chart shows. Its plane is `span` wide and `chartHeight` high, with the newest step at the right. */
export interface ChartView {
  readonly title: string;
  /** The line. Where nothing is known it has a gap. */
  readonly line: string;
  /** The same, closed at the bottom. */
  readonly area: string;
  readonly span: number;
  /** Words below the plane: its left end, its middle, its right end. */
  readonly times: readonly [string, string, string];
  /** The scale's lines from the bottom to the top. */
  readonly scale: readonly string[];
  /** The whole in a sentence, for who does not see it. */
  readonly summary: string;
}

/** Units of the plane. */
export const chartHeight = 100;

/** Lays a line out. */
export function chart(data: ChartData): ChartView {
  const { title, stepMs, values, span, mark, least } = data;
  const scale = scaleFor(values, least);
  const left = span - values.length;
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
    span,
    times: [`${duration(span * stepMs)} ago`, duration((span * stepMs) / 2), 'now'],
    scale: scale.lines.map((value) => (value === 0 ? '0' : mark(value))),
    summary: summarize(data),
  };
}

/** The step under a place of the plane, `x` from 0 to 1; undefined where there is none. */
export function stepAt(
  data: ChartData,
  x: number,
): { readonly at: number; readonly text: string } | undefined {
  const step = Math.floor(x * data.span) - (data.span - data.values.length);
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

function summarize({ title, values, span, from, stepMs, say }: ChartData): string {
  const seen = values.filter((value) => value !== null);
  if (seen.length === 0) return `${title}: nothing known yet.`;
  const least = Math.min(...seen);
  const most = Math.max(...seen);
  const peak = timeOfDay(from + values.indexOf(most) * stepMs, from);
  const last = values.at(-1) ?? null;
  const now = last === null ? 'nothing known at the end' : `${say(last)} at the end`;
  const time = span * stepMs === 3_600_000 ? 'hour' : duration(span * stepMs);
  return `${title}, last ${time}: ${now}; least ${say(least)}, most ${say(most)} at ${peak}.`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
