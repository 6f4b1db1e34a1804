import { expect, test } from '@jest/globals';
import { addSpan, type DelaySpan, timestampsOf } from '../../../src/delay/delay-spans.js';

const records = (timestamps: readonly number[]) => ({
  timestamp: (index: number) => timestamps[index] ?? -1,
});

test('runs that were written close together are one span, others are not', () => {
  const spans: DelaySpan[] = [];
  addSpan(spans, records([1000, 1100, 1200]), 0, 3);
  addSpan(spans, records([1200]), 0, 1);
  addSpan(spans, records([5000, 9000]), 0, 2);
  addSpan(spans, records([100]), 0, 1);
  expect(spans).toEqual([
    { events: 4, oldest: 1000, youngest: 1200 },
    { events: 2, oldest: 5000, youngest: 9000 },
    { events: 1, oldest: 100, youngest: 100 },
  ]);
});

test('records without a time stay without', () => {
  const spans: DelaySpan[] = [];
  addSpan(spans, records([-1, -1]), 0, 2);
  addSpan(spans, records([-1, 700]), 0, 2);
  addSpan(spans, records([700]), 0, 1);
  expect(spans).toEqual([
    { events: 4, oldest: -1, youngest: -1 },
    { events: 1, oldest: 700, youngest: 700 },
  ]);
});

test('the events of a span are spread evenly over its time', () => {
  const times = timestampsOf({ events: 3, oldest: 100, youngest: 200 });
  expect([0, 1, 2].map((index) => times.timestamp(index))).toEqual([100, 150, 200]);
  expect(timestampsOf({ events: 1, oldest: 100, youngest: 200 }).timestamp(0)).toBe(100);
});
