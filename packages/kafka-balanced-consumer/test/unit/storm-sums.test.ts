import { describe, expect, test } from '@jest/globals';
import { type JournalLine, sumUp } from '../integration/storm-members.js';

const joined = (generation: number, owned = [0], memberId = 'm'): JournalLine => ({
  kind: 'joined',
  memberId,
  generation,
  owned,
});
const delivered = (first: number, last: number, generation = 1): JournalLine => ({
  kind: 'delivered',
  partition: 0,
  generation,
  first,
  last,
});
const taken = (first: number, last: number, generation = 1): JournalLine => ({
  kind: 'taken',
  partition: 0,
  generation,
  first,
  last,
});
const committed = (offset: number): JournalLine => ({ kind: 'committed', offsets: [[0, offset]] });
const ends = [{ partition: 0, end: 20 }];

describe('what the storm counts', () => {
  test('a keeper that repeats is found', () => {
    const journal = [joined(1), delivered(0, 9), joined(2), delivered(5, 19, 2)];
    expect(sumUp([journal], ends)).toMatchObject({ lost: 0, repeated: 5, repeatedByKeeper: 5 });
  });

  test('a partition that was away may repeat what was not committed', () => {
    const first = [joined(1), delivered(0, 9), committed(5), joined(2, [])];
    const second = [joined(2, [0], 'n'), delivered(5, 19, 2)];
    expect(sumUp([first, second], ends)).toEqual({
      lost: 0,
      repeated: 5,
      repeatedByKeeper: 0,
      repeatedAfterCommit: 0,
      repeatedBeyondBound: 0,
      mostInOneMove: 5,
      boundOfThatMove: 10,
    });
  });

  test('what the last commit must have carried may not be repeated; what was in a request may, and what is behind it', () => {
    const requests = [joined(1), taken(0, 4), taken(5, 9), taken(10, 14)];
    const first = [...requests, delivered(0, 4), delivered(10, 14), committed(0), committed(3)];
    const from = (start: number) => [joined(2, [0], 'n'), taken(start, 19, 2), delivered(start, 19, 2)];
    expect(sumUp([first, from(5)], ends)).toMatchObject({
      repeatedBeyondBound: 0,
      mostInOneMove: 10,
      boundOfThatMove: 10,
    });
    expect(sumUp([first, from(3)], ends)).toMatchObject({ repeatedAfterCommit: 0, repeatedBeyondBound: 2 });
  });

  test('what was settled since the last commit may be repeated', () => {
    const early = [joined(1), taken(0, 4), committed(0), committed(0)];
    const first = [...early, delivered(0, 4), taken(5, 9), delivered(5, 9)];
    const second = [joined(2, [0], 'n'), taken(0, 19, 2), delivered(0, 19, 2)];
    expect(sumUp([first, second], ends)).toMatchObject({ repeatedBeyondBound: 0, boundOfThatMove: 10 });
  });

  test('what another one had committed in between is no commit of the first stretch of a partition that came back', () => {
    const first = [joined(1), delivered(0, 9), committed(2), joined(2, [])];
    const back = [joined(3), committed(6), delivered(6, 19, 3)];
    const second = [joined(2, [0], 'n'), delivered(2, 12, 2), committed(6)];
    expect(sumUp([[...first, ...back], second], ends)).toMatchObject({ lost: 0, repeatedAfterCommit: 0 });
  });

  test('a begin before the commit, and a record that nobody delivered, are found', () => {
    const first = [joined(1), delivered(0, 9), committed(8)];
    const second = [joined(2, [0], 'n'), delivered(6, 18, 2)];
    expect(sumUp([first, second], ends)).toMatchObject({ lost: 1, repeatedAfterCommit: 2 });
  });
});
