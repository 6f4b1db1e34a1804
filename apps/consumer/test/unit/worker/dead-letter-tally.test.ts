import { expect, test } from '@jest/globals';
import { DeadLetterTally } from '../../../src/worker/dead-letter-tally.js';
import { memoryRecords } from '../../fixtures/records.js';

const records = memoryRecords(['a', 'b'], { topic: 'orders', partition: 3, firstOffset: 7 });

test('counts by a closed set of reasons', () => {
  const tally = new DeadLetterTally();
  for (const rejection of [
    { code: 6, status: 400 },
    { code: 6, status: 400 },
    { code: 4711, status: 400 },
    { status: 413 },
    {},
  ]) {
    tally.add(records, 0, { ...rejection, text: 'no' });
  }
  expect(tally.total).toBe(5);
  expect(tally.snapshot().byReason).toEqual([
    { reason: 'hec-6', count: 2 },
    { reason: 'hec-other', count: 1 },
    { reason: 'http-413', count: 1 },
    { reason: 'refused-here', count: 1 },
  ]);
});

test('remembers the last twenty, numbered, with texts of bounded length', () => {
  const tally = new DeadLetterTally();
  for (let at = 0; at < 25; at++) tally.add(records, at % 2, { code: 6, text: 'x'.repeat(10_000) });
  const { recent } = tally.snapshot();
  expect(recent.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, at) => at + 6));
  expect(recent[0]).toMatchObject({ topic: 'orders', partition: 3, offset: 8, code: 6 });
  expect(recent[0]?.text).toHaveLength(300);
});
