import { type Column, textTable } from '../table.js';
import type { AssignorTime } from './assignor-times.js';
import type { Change, GroupRun, Steady } from './changes.js';

const kB = (bytes: number | undefined): string => (bytes === undefined ? '–' : (bytes / 1000).toFixed(1));
const seconds = (ms: number): string => (Number.isNaN(ms) ? '–' : (ms / 1000).toFixed(1));

/** What each change of the group came to. */
export function changesTable(changes: readonly Change[]): string {
  const columns: Column<Change>[] = [
    { head: 'change', cell: ({ name }) => name },
    { head: 'until all own their share', cell: ({ ms }) => `${seconds(ms)} s` },
    { head: 'generations', cell: ({ generations }) => String(generations) },
    { head: 'spread', cell: ({ spread }) => String(spread) },
    { head: 'moved (least)', cell: ({ moved, leastMoved }) => `${moved} (${leastMoved})` },
    {
      head: 'standstill, median / worst',
      cell: ({ standstillMs: { median, worst } }) => `${seconds(median)} / ${seconds(worst)} s`,
    },
    { head: 'JoinGroup: requests', cell: ({ apis }) => String(apis.JoinGroup?.requests ?? 0) },
    { head: 'answer to the leader', cell: ({ apis }) => `${kB(apis.JoinGroup?.largestReceived)} kB` },
    { head: 'SyncGroup of the leader', cell: ({ apis }) => `${kB(apis.SyncGroup?.largestSent)} kB` },
    { head: 'CPU of all members', cell: ({ cpuSeconds }) => `${cpuSeconds.toFixed(1)} s` },
  ];
  return textTable(columns, changes);
}

/** What members ask while nothing happens, by API, most bytes first. */
export function steadyTable({ steady }: GroupRun, members: number): string {
  const rows = Object.entries(steady.apis)
    .filter(([, { requests }]) => requests > 0)
    .map(([api, tally]) => ({ api, ...tally }))
    .sort((a, b) => b.sentBytes + b.receivedBytes - a.sentBytes - a.receivedBytes);
  const each = (value: number) => value / steady.seconds / members;
  return textTable(
    [
      { head: `steady, ${Math.round(steady.seconds)} s`, cell: ({ api }) => api },
      { head: 'requests/s of a member', cell: ({ requests }) => each(requests).toFixed(2) },
      { head: 'bytes of a request', cell: (row) => (row.sentBytes / row.requests).toFixed(0) },
      { head: 'of an answer', cell: (row) => (row.receivedBytes / row.requests).toFixed(0) },
    ],
    rows,
  );
}

/** What is to be said beside the tables. */
export function steadyWords(steady: Steady, members: number): string {
  const cpu = (steady.cpuSeconds / steady.seconds / members) * 100;
  return [
    `A member has ${(steady.connections / members).toFixed(1)} connections,`,
    `takes ${cpu.toFixed(2)} % of a core while nothing happens,`,
    `and ${(steady.peakBytes / members / 1e6).toFixed(0)} MB, several in one process.`,
  ].join(' ');
}

/** How long a leader thinks. */
export function assignorTable(times: readonly AssignorTime[]): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  return textTable(
    [
      {
        head: 'the assignor alone',
        cell: ({ members, partitions, subscriptions }) =>
          `${members} members, ${partitions} partitions, ${subscriptions}`,
      },
      { head: 'from nothing', cell: ({ coldMs }) => ms(coldMs) },
      { head: 'one has left', cell: ({ leaveMs }) => ms(leaveMs) },
      { head: 'one has come', cell: ({ joinMs }) => ms(joinMs) },
    ],
    times,
  );
}
