import { expect, test } from '@jest/globals';
import { BatchRuns } from '../../../src/worker/batch-runs.js';
import { memoryRecords } from '../../fixtures/records.js';

const ranges = (runs: BatchRuns, from: number, to: number) =>
  [...runs.records(from, to)].map(({ batch, from, to }) => [batch.topic, from, to]);

test('events are mapped back to the records they were, across runs', () => {
  const a = memoryRecords(['1', '2', '3', '4', '5'], { topic: 'a' });
  const b = memoryRecords(['1', '2', '3'], { topic: 'b' });
  const runs = new BatchRuns();
  runs.add(a, 0, 0, 2);
  runs.add(b, 1, 2, 2);
  runs.add(a, 3, 4, 2);
  expect(ranges(runs, 0, 6)).toEqual([
    ['a', 0, 2],
    ['b', 1, 3],
    ['a', 3, 5],
  ]);
  expect(ranges(runs, 1, 3)).toEqual([
    ['a', 1, 2],
    ['b', 1, 2],
  ]);
  expect(ranges(runs, 4, 5)).toEqual([['a', 3, 4]]);
  expect(ranges(runs, 3, 3)).toEqual([]);
});

test('a record batch is held until the last event has its outcome', () => {
  const a = memoryRecords(['1', '2', '3']);
  const runs = new BatchRuns();
  runs.add(a, 0, 0, 3);
  expect(a.holds).toBe(1);
  runs.decided(1);
  expect(a.holds).toBe(1);
  runs.decided(2);
  expect(a.holds).toBe(0);
});
