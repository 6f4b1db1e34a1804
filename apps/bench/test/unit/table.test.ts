import { expect, test } from '@jest/globals';
import { hecTable } from '../../src/hec/hec-table.js';
import { median, rateKept, table } from '../../src/table.js';

const lap = (cpuPerMillion: number) => ({
  eventsPerSecond: 1000,
  cpuPerMillion,
  peakBytes: 5e6,
  workerBytes: 4e6,
  supervisorBytes: 1e6,
  secondsToFirst: 1,
});

test('the median is a value that was measured', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2);
});

test('every row is held against the first', () => {
  const rows = table([
    { name: 'bare', laps: [lap(2)] },
    { name: 'ours', laps: [lap(1), lap(9), lap(0.5)] },
  ]).split('\n');
  expect(rows[2]).toMatch(/bare .* 2\.00 .* 1\.00 × \|$/);
  expect(rows[3]).toMatch(/ours .* 1\.00 .* 2\.00 × \|$/);
});

test('the rate that is kept is told in words', () => {
  const at = (eventsPerSecond: number) => [{ ...lap(1), eventsPerSecond }];
  const words = rateKept([
    { name: 'without', laps: at(1000) },
    { name: 'with', laps: at(934) },
  ]);
  expect(words).toBe('with: 93 % of the rate of without.');
});

test('clients are compared by their CPU, medians of all laps', () => {
  const laps = (...cpus: number[]) =>
    cpus.map((cpuPerMillion) => ({ eventsPerSecond: 1_000_000, cpuPerMillion, peakBytes: 1e8 }));
  const text = hecTable([
    { name: 'bare', laps: laps(0.4, 9, 0.2) },
    { name: 'ours', laps: laps(0.5) },
  ]);
  expect(text.split('\n').slice(2)).toEqual([
    expect.stringMatching(/^\| bare +\| 1,000,000 \| +0.40 \| +100 MB \| +1.00 × \|$/),
    expect.stringMatching(/^\| ours +\| 1,000,000 \| +0.50 \| +100 MB \| +1.25 × \|$/),
  ]);
});
