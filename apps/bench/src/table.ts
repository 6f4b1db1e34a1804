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

/** A column of a table. */
export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
}

/** A Markdown table whose columns line up; all but the first are numbers. */
export function textTable<Row>(columns: readonly Column<Row>[], list: readonly Row[]): string {
  const rows = list.map((row) => columns.map(({ cell }) => cell(row)));
  const head = columns.map((column) => column.head);
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

/** How much of the first row's rate the last row has, in words. */
export function rateKept(results: readonly Result[]): string {
  const [first, last] = [results[0], results.at(-1)];
  if (first === undefined || last === undefined) return '';
  const share = figure(last, 'eventsPerSecond') / figure(first, 'eventsPerSecond');
  return `${last.name}: ${Math.round(share * 100)} % of the rate of ${first.name}.`;
}

/** A Markdown table of medians; the last column is the CPU of the first row divided by the row's own. */
export function table(results: readonly Result[]): string {
  const yardstick = results[0];
  const cpu = (result: Result): number => figure(result, 'cpuPerMillion');
  const columns: Column<Result>[] = [
    { head: '', cell: ({ name }) => name },
    { head: 'events/s', cell: (row) => Math.round(figure(row, 'eventsPerSecond')).toLocaleString('en-US') },
    { head: 'CPU-s per million', cell: (row) => cpu(row).toFixed(2) },
    { head: 'peak memory', cell: (row) => known(figure(row, 'peakBytes') / 1e6, 0, 'MB') },
    { head: 'to the first event', cell: (row) => known(figure(row, 'secondsToFirst'), 1, 's') },
    {
      head: 'thrift',
      cell: (row) => (yardstick === undefined ? '' : `${(cpu(yardstick) / cpu(row)).toFixed(2)} ×`),
    },
  ];
  return textTable(columns, results);
}
