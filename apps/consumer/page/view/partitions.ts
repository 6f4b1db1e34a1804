import type { PartitionStatus, StatusReport } from '../../src/status/status-report.js';
import { byLevel, type Level } from './level.js';
import { type ColumnView, cell, none, type RowView, type TableView } from './table-view.js';
import { age, count, plural } from './words.js';

const columns: readonly ColumnView[] = [
  { heading: 'Partition', kind: 'text', width: 19 },
  { heading: 'State', kind: 'state', width: 10 },
  { heading: 'Lag', kind: 'number', width: 9 },
  { heading: 'Oldest', kind: 'number', width: 7 },
  { heading: 'In flight', kind: 'number', width: 8 },
  { heading: 'Settled to', kind: 'number', width: 12 },
  { heading: 'End', kind: 'number', width: 12 },
  { heading: 'Worker', kind: 'number', width: 7 },
  { heading: 'Cause', kind: 'wide', width: 32 },
];

const levels: Readonly<Record<PartitionStatus['state'], Level>> = {
  paused: 'critical',
  waiting: 'warning',
  flowing: 'ok',
  idle: 'quiet',
};

/** The partitions, most trouble first. */
export function partitions({ partitions, now }: StatusReport): TableView {
  return {
    columns,
    rows: [...partitions].sort(byTrouble).map((each) => row(each, now)),
    empty: 'No partition is assigned to this program.',
    summary: summary(partitions),
  };
}

function summary(partitions: readonly PartitionStatus[]): string {
  const inState = (state: PartitionStatus['state']): number =>
    partitions.filter((partition) => partition.state === state).length;
  const parts = (['paused', 'waiting', 'flowing', 'idle'] as const)
    .map((state) => [state, inState(state)] as const)
    .filter(([, many]) => many > 0)
    .map(([state, many]) => `${count(many)} ${state}`);
  return [plural(partitions.length, 'partition'), ...parts].join(' · ');
}

function byTrouble(one: PartitionStatus, other: PartitionStatus): number {
  return (
    byLevel(levels[one.state], levels[other.state]) ||
    magnitude(other.lag) - magnitude(one.lag) ||
    (one.topic < other.topic ? -1 : one.topic > other.topic ? 1 : one.partition - other.partition)
  );
}

/** Number of digits. By the lag itself, two partitions that flow would change places in every report. */
function magnitude(lag = 0): number {
  return lag <= 0 ? 0 : Math.floor(Math.log10(lag)) + 1;
}

function row(partition: PartitionStatus, now: number): RowView {
  const { topic, state, lag, oldestUnsettledAt, inFlight, settledOffset, highWatermark, worker, cause } =
    partition;
  const level = levels[state];
  const name = `${topic}[${partition.partition}]`;
  return {
    key: name,
    level,
    cells: [
      cell(name),
      cell(state, level),
      lag === undefined ? none : cell(count(lag)),
      oldestUnsettledAt === undefined ? none : cell(age(now - oldestUnsettledAt)),
      cell(count(inFlight)),
      settledOffset < 0 ? none : cell(count(settledOffset)),
      highWatermark === undefined ? none : cell(count(highWatermark)),
      cell(String(worker)),
      cell(cause),
    ],
  };
}
