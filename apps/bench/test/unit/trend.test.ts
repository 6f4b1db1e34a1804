import { expect, test } from '@jest/globals';
import { growthPerHour, largest } from '../../src/soak/trend.js';

const samples = [0, 60, 120, 180].map((at) => ({ at, bytes: 1000 + at * 2 }));

test('growth is that of the line through the samples', () => {
  expect(growthPerHour(samples)).toBeCloseTo(7200);
  expect(growthPerHour(samples.slice(0, 1))).toBe(0);
});

test('the largest of a span', () => {
  expect(largest(samples, 50, 130)).toBe(1240);
  expect(largest(samples, 500, 600)).toBe(0);
});
