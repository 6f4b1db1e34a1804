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

test('a record batch is held until its last event is done with, whatever the others wait for', () => {
  const a = memoryRecords(['1', '2', '3']);
  const b = memoryRecords(['1', '2'], { topic: 'b' });
  const runs = new BatchRuns();
  runs.add(a, 0, 0, 3);
  runs.add(b, 0, 3, 2);
  runs.done(1, 2);
  expect([a.holds, b.holds]).toEqual([1, 1]);
  runs.done(2, 4);
  expect([a.holds, b.holds]).toEqual([1, 1]);
  runs.done(0, 1);
  expect([a.holds, b.holds]).toEqual([0, 1]);
  expect(ranges(runs, 0, 5)).toEqual([['b', 0, 2]]);
  runs.done(4, 5);
  expect([a.holds, b.holds]).toEqual([0, 0]);
  expect(ranges(runs, 0, 5)).toEqual([]);
});

test('what was taken is handed out once', () => {
  const runs = new BatchRuns();
  const taken = { ranges: [], events: 3, bytes: 7, spans: [] };
  runs.take(2, taken);
  expect(runs.takeOut(0)).toBeUndefined();
  expect(runs.takeOut(2)).toBe(taken);
  expect(runs.takeOut(2)).toBeUndefined();
});
