import type { DeliveryStatus, StatusReport } from '../../src/status/status-report.js';
import { byLevel, type Level } from './level.js';
import { type ColumnView, cell, none, type RowView, type TableView } from './table-view.js';
import { age, count, plural, timeAndAge, timeOfDay } from './words.js';

const columns: readonly ColumnView[] = [
  { heading: 'Endpoint', kind: 'text', width: 24 },
  { heading: 'State', kind: 'state', width: 12 },
  { heading: 'Cause or last error', kind: 'wide', width: 30 },
  { heading: 'Since', kind: 'time', width: 15 },
  { heading: 'Next try', kind: 'text', width: 9 },
  { heading: 'Failures', kind: 'number', width: 7 },
  { heading: 'Workers', kind: 'text', width: 8 },
];

const states: Readonly<Record<DeliveryStatus['state'], readonly [Level, string]>> = {
  ok: ['ok', 'ok'],
  'backing-off': ['warning', 'backing off'],
  paused: ['critical', 'paused'],
};

/** Splunk's endpoints and the destinations in trouble, the worst first. */
export function deliveries({ deliveries, now }: StatusReport): TableView {
  const rows = deliveries.map((each) => row(each, now)).sort((one, other) => byLevel(one.level, other.level));
  const endpoints = deliveries.filter(({ scope }) => scope === 'endpoint');
  const ok = endpoints.filter(({ state }) => state === 'ok').length;
  const troubled = deliveries.filter(({ scope, state }) => scope === 'destination' && state !== 'ok').length;
  return {
    columns,
    rows,
    empty: 'No worker has told of an endpoint yet.',
    summary: [
      `${count(ok)} of ${plural(endpoints.length, 'endpoint')} ok`,
      ...(troubled > 0 ? [`${plural(troubled, 'destination')} in trouble`] : []),
    ].join(', '),
  };
}

function row(delivery: DeliveryStatus, now: number): RowView {
  const { name, scope, state, cause, lastError, since, until, failures, workers } = delivery;
  const [level, word] = states[state];
  return {
    key: `${scope} ${name}`,
    level,
    cells: [
      cell(scope === 'destination' ? `destination ${name}` : name),
      cell(word, level),
      cell(state === 'ok' ? past(lastError, now) : cause),
      cell(timeAndAge(since, now)),
      until === undefined ? none : cell(timeOfDay(until, now)),
      cell(count(failures)),
      cell(workers.join(', ')),
    ],
  };
}

function past(error: DeliveryStatus['lastError'], now: number): string | undefined {
  return error === undefined ? undefined : `last: ${error.text}, ${age(now - error.at)} ago`;
}
