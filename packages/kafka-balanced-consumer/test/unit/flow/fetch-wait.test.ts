import { expect, test } from '@jest/globals';
import { fetchWaitMs } from '../../../src/flow/fetch-wait.js';

const wait = (emptyAnswers: number, usualMs = 500) => fetchWaitMs({ usualMs, longestMs: 2000, emptyAnswers });

test('a fetch waits longer once several have brought nothing', () => {
  expect([0, 1, 3, 4, 1000].map((count) => wait(count))).toEqual([500, 500, 500, 2000, 2000]);
});

test('a usual wait that is longer still stays as it is', () => {
  expect(wait(1000, 5000)).toBe(5000);
});
