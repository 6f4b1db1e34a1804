import type { Lap } from './race.js';

/** The laps of one contender. */
export interface Result {
  readonly name: string;
  readonly laps: readonly Lap[];
}

/** The middle value; of an even number, the lower one of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}

const figure = (result: Result, key: keyof Lap): number => median(result.laps.map((lap) => lap[key]));

/** A figure with its unit; a dash where it was not measured. */
function known(value: number, digits: number, unit: string): string {
  return value > 0 ? `${value.toFixed(digits)} ${unit}` : '–';
}

/** A Markdown table of medians; the last column is the CPU of the first row divided by the row's own. */
export function table(results: readonly Result[]): string {
  const yardstick = results[0];
  const rows = results.map((result) => {
    const cpu = figure(result, 'cpuPerMillion');
    return [
      result.name,
      Math.round(figure(result, 'eventsPerSecond')).toLocaleString('en-US'),
      cpu.toFixed(2),
      known(figure(result, 'peakBytes') / 1e6, 0, 'MB'),
      known(figure(result, 'secondsToFirst'), 1, 's'),
      yardstick === undefined ? '' : `${(figure(yardstick, 'cpuPerMillion') / cpu).toFixed(2)} ×`,
    ];
  });
  const head = ['', 'events/s', 'CPU-s per million', 'peak memory', 'to the first event', 'thrift'];
  const widths = head.map((cell, column) =>
    Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  return [
    line(head),
    line(widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))),
    ...rows.map(line),
  ].join('\n');
}
