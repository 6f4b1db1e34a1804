import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { indexingAtOnce, indexingLater, indexMs } from '../../src/receiver/indexing.js';
import type { JournalWriter } from '../../src/receiver/journal.js';

const noted: (readonly [number | undefined, number])[] = [];
const journal = {
  add: (number: number | undefined, at: number) => void noted.push([number, at]),
} as unknown as JournalWriter;

beforeEach(() => {
  noted.length = 0;
  jest.useFakeTimers({ now: 1000 });
});
afterEach(() => {
  jest.useRealTimers();
});

test('without acknowledgement what is taken is there at once', () => {
  indexingAtOnce(journal).take(5);
  expect(noted).toEqual([[5, 1000]]);
});

test('with it, it is there later; and what was not when the indexer died is gone', () => {
  const indexing = indexingLater(journal);
  indexing.take(5);
  jest.advanceTimersByTime(indexMs - 1);
  indexing.take(6);
  indexing.tend();
  expect(noted).toEqual([]);
  jest.advanceTimersByTime(1);
  indexing.tend();
  expect(noted).toEqual([[5, 1000 + indexMs]]);
  indexing.crash();
  jest.advanceTimersByTime(indexMs);
  indexing.tend();
  expect(noted).toHaveLength(1);
});
