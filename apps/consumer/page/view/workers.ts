import type { StatusReport, WorkerStatus } from '../../src/status/status-report.js';
import type { Level } from './level.js';
import { type ColumnView, cell, none, type RowView, type TableView } from './table-view.js';
import { age, bytes, count, plural, rate, timeAndAge, timeOfDay } from './words.js';

const columns: readonly ColumnView[] = [
  { heading: 'Worker', kind: 'text', width: 12 },
  { heading: 'State', kind: 'state', width: 25 },
  { heading: 'Since', kind: 'time', width: 15 },
  { heading: 'Partitions', kind: 'number', width: 8 },
  { heading: 'Events/s', kind: 'number', width: 8 },
  { heading: 'Held', kind: 'number', width: 8 },
  { heading: 'Resident', kind: 'number', width: 8 },
  { heading: 'Restarts', kind: 'number', width: 7 },
  { heading: 'Last death', kind: 'wide', width: 24 },
];

const levels: Readonly<Record<WorkerStatus['state'], Level>> = {
  starting: 'warning',
  connecting: 'warning',
  joining: 'warning',
  running: 'ok',
  draining: 'quiet',
  stopped: 'quiet',
  restarting: 'critical',
};

/** A worker reports each second; this much later something is wrong with it. */
const silentMs = 3000;

/** The workers by number: they are few, and each keeps its place. */
export function workers({ workers, now }: StatusReport): TableView {
  const running = workers.filter(({ state }) => state === 'running').length;
  return {
    columns,
    rows: workers.map((each) => row(each, now)),
    empty: 'No worker has been started yet.',
    summary: `${count(running)} of ${plural(workers.length, 'worker')} running`,
  };
}

function row(worker: WorkerStatus, now: number): RowView {
  const { state, since, partitions, eventsPerSecond, residentBytes, heldBytes, restarts, lastDeath } = worker;
  const silent = silence(worker, now);
  const level = silent === undefined ? levels[state] : 'critical';
  return {
    key: String(worker.worker),
    level,
    cells: [
      cell(`${worker.worker}${worker.pid === undefined ? '' : ` · pid ${worker.pid}`}`),
      cell(`${state}${next(worker, now)}${silent ?? ''}`, level),
      cell(timeAndAge(since, now)),
      cell(count(partitions)),
      cell(rate(eventsPerSecond)),
      heldBytes === undefined ? none : cell(bytes(heldBytes)),
      residentBytes === undefined ? none : cell(bytes(residentBytes)),
      cell(count(restarts)),
      cell(lastDeath === undefined ? undefined : `${lastDeath.text}, ${timeAndAge(lastDeath.at, now)}`),
    ],
  };
}

function next({ state, restartsAt }: WorkerStatus, now: number): string {
  return state !== 'restarting' || restartsAt === undefined ? '' : `, next at ${timeOfDay(restartsAt, now)}`;
}

function silence({ state, heardAt }: WorkerStatus, now: number): string | undefined {
  if (state !== 'running' || heardAt === undefined || now - heardAt < silentMs) return undefined;
  return `, silent for ${age(now - heardAt)}`;
}
