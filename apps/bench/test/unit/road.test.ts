import { expect, test } from '@jest/globals';
import { roadChart } from '../../src/road/chart.js';
import { goalTable, roadPage } from '../../src/road/page.js';
import { ratiosOf, readBaseline, stepsBack } from '../../src/road/ratios.js';
import { medians, type RowResult } from '../../src/road/result.js';
import { roadTable } from '../../src/road/road-table.js';
import { chosenRows, eventsOf, rows, topicName } from '../../src/road/rows.js';

const lap = {
  eventsPerSecond: 1_200_000,
  cpuPerMillion: 0.5,
  peakBytes: 2e8,
  workerBytes: 1.2e8,
  supervisorBytes: 6e7,
  secondsToFirst: 1.5,
};
const row = (key: string, figures: Partial<RowResult> = {}): RowResult => ({
  ...{ key, name: `the ${key}`, events: 100, eventBytes: 210, laps: [lap], ...lap },
  ...figures,
});
const results = [row('bare', { cpuPerMillion: 2, supervisorBytes: Number.NaN }), row('raw')];
const machine = {
  ...{ processor: 'a <processor>', cores: 2, memoryBytes: 2 ** 34, kernel: '6.1', node: 'v20.19.4' },
  ...{ kafka: '4.1.0', commit: 'abc', date: '2026-11-23', loadBefore: 0.25 },
};

test('rows have keys of their own, and the bare loop is always among the chosen', () => {
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  expect(chosenRows(['raw', 'event']).map(({ key }) => key)).toEqual(['bare', 'raw', 'event']);
  expect(chosenRows(undefined)).toBe(rows);
  expect(() => chosenRows(['rwa'])).toThrow(/no row 'rwa': bare, raw-defaults/);
});

test('larger events are fewer and lie in topics of their own', () => {
  const large = { eventBytes: 2100, packing: 'none' } as const;
  expect(eventsOf(large, 1000)).toBe(100);
  expect(topicName(large)).toBe('bench-2100-none');
  expect(topicName({ ...large, share: 0.5 })).not.toBe(topicName(large));
});

test('each figure has a median of its own', () => {
  const of = medians([lap, { ...lap, cpuPerMillion: 9, eventsPerSecond: 1 }, { ...lap, cpuPerMillion: 1 }]);
  expect(of).toMatchObject({ cpuPerMillion: 1, eventsPerSecond: 1_200_000 });
});

test('ratios are those to the bare loop of the same run; no bare loop, no ratios', () => {
  expect(ratiosOf({ results })).toEqual({ raw: 4 });
  expect(ratiosOf({ results: [...results, row('raw-10kb', { eventBytes: 10_000 })] })).toEqual({ raw: 4 });
  expect(ratiosOf({ results: [row('raw')] })).toEqual({});
});

test('only what falls far behind the baseline is a step back; new rows pass', () => {
  expect(stepsBack({ raw: 2, event: 0.9, fresh: 0.1 }, { raw: 4, event: 2 })).toEqual([
    "event: 0.9 × the bare loop's thrift, 2 × in the baseline",
  ]);
});

test('the committed baseline knows rows that exist', () => {
  const keys = rows.map(({ key }) => key);
  for (const key of Object.keys(readBaseline())) if (!key.startsWith('otel')) expect(keys).toContain(key);
});

test('a row shows what was measured, and a dash where nothing was', () => {
  const [, , bare, raw] = roadTable({ results }).split('\n');
  expect(bare).toMatch(/the bare .* 2\.00 \| .*1\.00 × \| 120 MB \| +– \|/);
  expect(raw).toMatch(
    /the raw .* 1,200,000 \| +252 \| .* 4\.00 × \| 120 MB \| +60 MB \| 200 MB \| +1\.5 s \|/,
  );
});

test('goals are said to be reached or not', () => {
  expect(
    goalTable([row('raw', { eventsPerSecond: 999_999 })])
      .split('\n')
      .slice(2),
  ).toEqual([
    '| raw | ≤ 0.65 CPU-s per million | 0.50 CPU-s per million | reached |',
    '| raw, from one worker | ≥ 1,000,000 events/s | 999,999 events/s | not reached |',
    '| memory of a worker, fast profile | ≤ 150 MB | 120 MB | reached |',
  ]);
});

test('the page tells machine, rounds and what was not measured', () => {
  const proof = { events: 500, repeated: 0, foreign: 0 };
  const scale = [{ name: 'a reader', eventsPerSecond: 1e6, cpuPerMillion: 0.5 }];
  const page = roadPage({
    machine,
    rounds: 3,
    proof,
    results,
    scale,
    missing: ['kcat: it is not installed'],
  });
  expect(page).toContain('2026-11-23, commit abc: 2 cores of a <processor>, 16 GiB');
  expect(page).toContain('Medians of 3 rounds');
  expect(page).toContain('500 numbered events');
  expect(page).toContain(
    '- For scale: a reader to nowhere, without HEC, takes 0.50 CPU-s per million at 1,000,000/s.',
  );
  expect(page).toContain('- Not measured: kcat: it is not installed');
});

test('the chart leaves out events of other sizes, and cuts off what costs a multiple', () => {
  const others = [row('large', { eventBytes: 1000 }), row('costly', { cpuPerMillion: 179 })];
  const chart = roadChart([...results, ...others], 'bare', 'Title');
  expect(chart).not.toContain('the large');
  expect(chart.match(/class="gap"/g)).toHaveLength(1);
  expect(chart).toContain('179.00');
  // Half as long as the one that is cut off, which is as long as there is room.
  const [grey, , costly] = [...chart.matchAll(/<rect class="(?:bar|yardstick)".* width="([\d.]+)"/g)];
  expect(Number(grey?.[1]) / Number(costly?.[1])).toBeCloseTo(0.5, 2);
});

test('the chart has a bar for each row in both panels, and text that is no markup', () => {
  const chart = roadChart([...results, row('x', { name: 'a < b' })], 'bare', 'Title & more');
  expect(chart.match(/<rect class="bar"/g)).toHaveLength(4);
  expect(chart.match(/<rect class="yardstick"/g)).toHaveLength(2);
  expect(chart).toContain('a &lt; b');
  expect(chart).toContain('Title &amp; more');
  expect(chart).toContain('prefers-color-scheme: dark');
});
