import { describe, expect, test } from '@jest/globals';
import { deadLetters } from '../../../page/view/dead-letters.js';
import { deliveries } from '../../../page/view/deliveries.js';
import { figures } from '../../../page/view/figures.js';
import { partitions } from '../../../page/view/partitions.js';
import type { TableView } from '../../../page/view/table-view.js';
import { workers } from '../../../page/view/workers.js';
import type { PartitionStatus } from '../../../src/status/status-report.js';
import { statusReport, troubledReport } from '../../fixtures/status-report.js';

const calm = statusReport();
const troubled = troubledReport();
const { now } = calm;

function texts({ rows }: TableView): string[][] {
  return rows.map(({ cells }) => cells.map(({ text }) => text));
}

/** The cells of a column by the first cell of their row. */
function column(view: TableView, heading: string): Record<string, string> {
  const at = view.columns.findIndex((each) => each.heading === heading);
  return Object.fromEntries(texts(view).map((cells) => [cells[0], cells[at]]));
}

describe('every table', () => {
  test.each([
    ['deliveries', deliveries],
    ['workers', workers],
    ['partitions', partitions],
    ['dead letters', deadLetters],
  ] as const)('%s: a cell for each column, and words where there is no row', (_, view) => {
    for (const report of [calm, troubled]) {
      const { columns, rows } = view(report);
      for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
    }
    const empty = view(
      statusReport({
        workers: [],
        partitions: [],
        deliveries: [],
        deadLetters: { total: 0, where: './dead-letters', recent: [] },
      }),
    );
    expect(empty.rows).toEqual([]);
    expect(empty.empty).not.toBe('');
  });
});

describe('Splunk', () => {
  test('the worst endpoint first, with its cause; an endpoint that is well shows its last trouble', () => {
    const [one, two] = troubled.deliveries;
    const mixed = deliveries({ ...troubled, deliveries: [two!, one!] });
    expect(column(mixed, 'State')).toEqual({
      'https://splunk-1:8088': 'paused',
      'https://splunk-2:8088': 'backing off',
    });
    expect(mixed.rows.map(({ level }) => level)).toEqual(['critical', 'warning']);
    expect(column(mixed, 'Cause or last error')['https://splunk-1:8088']).toBe('403 Invalid token (code 4)');
    expect(column(deliveries(calm), 'Cause or last error')['https://splunk-1:8088']).toBe(
      'last: 503 Server is busy (code 9), 10 min ago',
    );
  });

  test('a destination is called one, and counts apart', () => {
    const view = deliveries({
      ...calm,
      deliveries: [
        ...calm.deliveries,
        { name: 'index=web', scope: 'destination', state: 'paused', since: now, failures: 3, workers: [1] },
      ],
    });
    expect(texts(view)[0]?.[0]).toBe('destination index=web');
    expect(view.summary).toBe('2 of 2 endpoints ok, 1 destination in trouble');
  });
});

describe('workers', () => {
  test('say when the next process starts, and how the last one ended', () => {
    const view = workers(troubled);
    expect(column(view, 'State')).toEqual({
      '0 · pid 4243': 'running',
      '1': 'restarting, next at 12:10:02Z',
    });
    expect(column(view, 'Last death')['1']).toBe('killed by SIGKILL, 12:09:58Z (2 s)');
    expect(view.summary).toBe('1 of 2 workers running');
  });

  test('one that has not reported for three seconds is critical, though its state is running', () => {
    const silent = workers({
      ...calm,
      workers: calm.workers.map((worker) => ({ ...worker, heardAt: now - 12_400 })),
    });
    expect(silent.rows[0]).toMatchObject({ level: 'critical' });
    expect(column(silent, 'State')['0 · pid 4243']).toBe('running, silent for 12 s');
  });
});

describe('partitions', () => {
  const base: PartitionStatus = {
    topic: 'a',
    partition: 0,
    worker: 0,
    settledOffset: 1,
    inFlight: 0,
    state: 'flowing',
  };
  const order = (list: readonly PartitionStatus[]): string[] =>
    partitions({ ...calm, partitions: list }).rows.map(({ key }) => key);

  test('paused, waiting, flowing, idle; the longer lag first', () => {
    expect(
      order([
        { ...base, partition: 1, state: 'idle' },
        { ...base, partition: 2, lag: 3 },
        { ...base, partition: 3, lag: 30_000 },
        { ...base, partition: 4, state: 'waiting', lag: 2 },
        { ...base, partition: 5, state: 'paused', lag: 0 },
      ]),
    ).toEqual(['a[5]', 'a[4]', 'a[3]', 'a[2]', 'a[1]']);
  });

  test('partitions of about the same lag keep their places: by topic, then by number', () => {
    const lags = (one: number, two: number, three: number): PartitionStatus[] => [
      { ...base, partition: 10, lag: one },
      { ...base, partition: 9, lag: two },
      { ...base, topic: 'b', lag: three },
    ];
    expect(order(lags(10, 99, 50))).toEqual(['a[9]', 'a[10]', 'b[0]']);
    expect(order(lags(98, 11, 99))).toEqual(['a[9]', 'a[10]', 'b[0]']);
  });

  test('what is not known is not shown as a number', () => {
    const view = partitions({ ...calm, partitions: [{ ...base, settledOffset: -1 }] });
    expect(texts(view)).toEqual([['a[0]', 'flowing', '–', '–', '0', '–', '–', '0', '–']]);
  });

  test('the summary counts the states', () => {
    expect(partitions(troubled).summary).toBe('3 partitions · 1 paused · 1 waiting · 1 idle');
  });
});

describe('dead letters', () => {
  test('name record, time, code and reason', () => {
    expect(texts(deadLetters(calm))).toEqual([
      ['orders[1] at 67000001', '12:09:10Z (50 s)', '6', '400 Invalid data format (code 6)'],
      ['orders[0] at 81000000', '12:08:30Z (1 min)', '–', '413 Content Too Large'],
    ]);
  });
});

describe('numbers', () => {
  test('are the same ones in the same order, whatever is known', () => {
    const names = figures(calm).map(({ name }) => name);
    expect(figures(troubled).map(({ name }) => name)).toEqual(names);
    expect(
      figures(statusReport({ lag: undefined, delay: undefined, oldestUnsettledAt: undefined })).map(
        ({ value }) => value,
      ),
    ).toEqual(['41,203', 'unknown', 'none', '–', '148,330,112', '2', '1,024', '9.4 MB']);
  });

  test('with acknowledgement the delay is the one to the acknowledgement', () => {
    const acked = statusReport({
      delay: { acceptedP50Ms: 250, acceptedP99Ms: 1000, ackedP50Ms: 2000, ackedP99Ms: 5000 },
    });
    expect(figures(acked)[3]).toMatchObject({ value: '2 s', note: '99 of 100 within 5 s' });
  });
});
