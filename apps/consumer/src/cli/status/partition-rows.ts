import { grouped } from '../../grouped.js';
import { describeAge } from '../../observe/progress.js';
import type { PartitionStatus, StatusReport } from '../../status/status-report.js';
import type { Column } from './text-table.js';

/** The columns of {@link partitionRows}. */
export const partitionTitles: readonly Column[] = [
  { title: 'topic' },
  { title: 'partition', right: true },
  { title: 'worker', right: true },
  { title: 'state' },
  { title: 'lag', right: true },
  { title: 'in flight', right: true },
  { title: 'oldest', right: true },
  { title: '' },
];

const trouble: Readonly<Record<PartitionStatus['state'], number>> = {
  paused: 0,
  waiting: 1,
  flowing: 2,
  idle: 3,
};

/** The partitions in the most trouble, and how many there are beside them. */
export function partitionRows(
  { partitions, now }: Pick<StatusReport, 'partitions' | 'now'>,
  most: number,
): { readonly rows: string[][]; readonly more: number } {
  const sorted = [...partitions].sort(
    (one, other) => trouble[one.state] - trouble[other.state] || (other.lag ?? 0) - (one.lag ?? 0),
  );
  const rows = sorted
    .slice(0, most)
    .map(({ topic, partition, worker, state, lag, inFlight, oldestUnsettledAt, cause }) => [
      topic,
      String(partition),
      String(worker),
      state,
      lag === undefined ? '' : grouped(lag),
      grouped(inFlight),
      oldestUnsettledAt === undefined ? '' : describeAge(Math.max(0, now - oldestUnsettledAt)),
      cause ?? '',
    ]);
  return { rows, more: sorted.length - rows.length };
}
