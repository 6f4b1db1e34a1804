import { expect, test } from '@jest/globals';
import { median, table } from '../../src/table.js';

const lap = (cpuPerMillion: number) => ({
  eventsPerSecond: 1000,
  cpuPerMillion,
  peakBytes: 5e6,
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
