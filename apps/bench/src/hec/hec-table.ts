import { type Column, median, textTable } from '../table.js';

/** What a contender took in one lap. */
export interface HecLap {
  readonly eventsPerSecond: number;
  /** CPU seconds of its process, per million events. */
  readonly cpuPerMillion: number;
  readonly peakBytes: number;
}

/** The laps of one contender. */
export interface HecResult {
  readonly name: string;
  readonly laps: HecLap[];
}

/** Medians; the last column is the CPU of the row over that of the first. */
export function hecTable(results: readonly HecResult[]): string {
  const figure = ({ laps }: HecResult, key: keyof HecLap): number => median(laps.map((lap) => lap[key]));
  const yardstick = results[0] === undefined ? Number.NaN : figure(results[0], 'cpuPerMillion');
  const columns: Column<HecResult>[] = [
    { head: '', cell: ({ name }) => name },
    { head: 'events/s', cell: (row) => Math.round(figure(row, 'eventsPerSecond')).toLocaleString('en-US') },
    { head: 'CPU-s per million', cell: (row) => figure(row, 'cpuPerMillion').toFixed(2) },
    { head: 'peak memory', cell: (row) => `${Math.round(figure(row, 'peakBytes') / 1e6)} MB` },
    {
      head: 'CPU to the bare loop',
      cell: (row) => `${(figure(row, 'cpuPerMillion') / yardstick).toFixed(2)} ×`,
    },
  ];
  return textTable(columns, results);
}
