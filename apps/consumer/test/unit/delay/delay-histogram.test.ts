import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  addDelays,
  delayBoundsMs,
  delayBucket,
  delayQuantile,
  delaysSince,
  noDelays,
} from '../../../src/delay/delay-buckets.js';
import { DelayHistogram } from '../../../src/delay/delay-histogram.js';

const now = 1_800_000_000_000;

function histogramOf(timestamps: readonly number[], from = 0, to = timestamps.length) {
  const looks: number[] = [];
  const histogram = new DelayHistogram();
  histogram.count(
    { timestamp: (index) => looks.push(index) && (timestamps[index] as number) },
    from,
    to,
    now,
  );
  return { ...histogram.snapshot(), looks: looks.length };
}

function oneByOne(timestamps: readonly number[]): number[] {
  const counts = [...noDelays.counts];
  for (const timestamp of timestamps) {
    const bucket = delayBucket(Math.max(0, now - timestamp));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return counts;
}

const ages = fc.array(fc.oneof(fc.integer({ min: -5000, max: 20_000 }), fc.integer({ min: 0, max: 1e9 })), {
  maxLength: 300,
});

describe('a histogram of delays', () => {
  test('counts records in the order they were written as a look at each of them would', () => {
    fc.assert(
      fc.property(ages, (list) => {
        const timestamps = list.map((age) => now - age).sort((one, other) => one - other);
        expect(histogramOf(timestamps).counts).toEqual(oneByOne(timestamps));
      }),
    );
  });

  test('loses no event where the clocks of producers disagree', () => {
    fc.assert(
      fc.property(ages, (list) => {
        const { counts } = histogramOf(list.map((age) => now - age));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(list.length);
      }),
    );
  });

  test('looks at a few records of a long run', () => {
    const timestamps = Array.from({ length: 10_000 }, (_, index) => now - 400 + index / 100);
    const { counts, looks, sumMs } = histogramOf(timestamps);
    expect(counts[3]).toBe(10_000);
    expect(looks).toBe(2);
    expect(sumMs / 10_000).toBeCloseTo(350, 0);
  });

  test('leaves out records without a timestamp, and those outside the run', () => {
    expect(histogramOf([-1, -1, -1]).counts).toEqual(noDelays.counts);
    expect(histogramOf([-1]).counts).toEqual(noDelays.counts);
    expect(histogramOf([now, now - 1e6, now], 1, 2).counts).toEqual(oneByOne([now - 1e6]));
    expect(histogramOf([now], 0, 0).counts).toEqual(noDelays.counts);
  });

  test('takes a record from the future as just written', () => {
    expect(histogramOf([now + 60_000])).toMatchObject({ sumMs: 0, counts: oneByOne([now]) });
  });
});

describe('counts of delays', () => {
  test('a delay belongs to the first bucket whose bound it does not pass', () => {
    expect([0, 100, 100.1, 604_800_000, 604_800_001].map(delayBucket)).toEqual([0, 0, 1, 19, 20]);
    expect(noDelays.counts).toHaveLength(delayBoundsMs.length + 1);
  });

  test('are added and subtracted', () => {
    const one = histogramOf([now, now - 400]);
    const both = addDelays(one, histogramOf([now - 400]));
    expect(both.counts.slice(0, 4)).toEqual([1, 0, 0, 2]);
    expect(both.sumMs).toBe(800);
    expect(delaysSince(one, both)).toEqual({ counts: histogramOf([now - 400]).counts, sumMs: 400 });
  });

  test('give an upper bound for a part of the events', () => {
    expect(delayQuantile(noDelays, 0.5)).toBeUndefined();
    const delays = histogramOf([...new Array<number>(98).fill(now - 250), now - 9000, now - 9000]);
    expect(delayQuantile(delays, 0.5)).toBe(300);
    expect(delayQuantile(delays, 0.98)).toBe(300);
    expect(delayQuantile(delays, 0.99)).toBe(10_000);
    expect(delayQuantile(histogramOf([now - 1e12]), 0.5)).toBe(604_800_000);
  });
});
