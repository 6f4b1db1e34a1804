import { type Column, textTable } from '../table.js';
import { type Ratios, ratiosOf } from './ratios.js';
import type { RoadReport, RowResult } from './result.js';
import { YARDSTICK } from './rows.js';

function megabytes(bytes: number): string {
  return bytes > 0 ? `${(bytes / 1e6).toFixed(0)} MB` : '–';
}

/** Against the bare loop. */
function thrift({ key }: RowResult, ratios: Ratios): string {
  const ratio = key === YARDSTICK ? 1 : ratios[key];
  return ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`;
}

/** The table of a run, in Markdown. */
export function roadTable(report: Pick<RoadReport, 'results'>): string {
  const ratios = ratiosOf(report);
  const columns: Column<RowResult>[] = [
    { head: '', cell: ({ name }) => name },
    { head: 'events/s', cell: (row) => Math.round(row.eventsPerSecond).toLocaleString('en-US') },
    { head: 'MB/s', cell: (row) => ((row.eventsPerSecond * row.eventBytes) / 1e6).toFixed(0) },
    { head: 'CPU-s per million', cell: (row) => row.cpuPerMillion.toFixed(2) },
    { head: 'thrift', cell: (row) => thrift(row, ratios) },
    { head: 'worker', cell: (row) => megabytes(row.workerBytes) },
    { head: 'supervisor', cell: (row) => megabytes(row.supervisorBytes) },
    { head: 'all', cell: (row) => megabytes(row.peakBytes) },
    { head: 'to the first event', cell: (row) => `${row.secondsToFirst.toFixed(1)} s` },
  ];
  return textTable(columns, report.results);
}
