import { describe, expect, test } from '@jest/globals';
import { differenceOf } from '../../../src/group/membership.js';
import { isFirstSight, startOffset } from '../../../src/group/start-offsets.js';

const at = (...numbers: number[]) => numbers.map((partition) => ({ topic: 't', partition }));

describe('differenceOf', () => {
  const before = { memberId: 'me', generation: 4, partitions: at(0, 1) };

  test('the next generation keeps what stayed', () => {
    expect(differenceOf(before, { memberId: 'me', generation: 5, partitions: at(1, 2) })).toEqual({
      kept: at(1),
      gained: at(2),
      lost: at(0),
    });
    expect(differenceOf(before, { ...before, partitions: at(0, 1) }).kept).toEqual(at(0, 1));
  });

  test('after a skipped generation, or as another member, everything is lost and gained anew', () => {
    const anew = { kept: [], gained: at(0, 1), lost: at(0, 1) };
    expect(differenceOf(before, { ...before, generation: 6 })).toEqual(anew);
    expect(differenceOf(before, { ...before, generation: 5, memberId: 'other' })).toEqual(anew);
    expect(differenceOf(before, { ...before, generation: 1 })).toEqual(anew);
  });

  test('the first join gains', () => {
    expect(differenceOf(undefined, before)).toEqual({ kept: [], gained: at(0, 1), lost: [] });
  });
});

describe('startOffset', () => {
  test('a commit goes before what the leader says, and that before the first record', () => {
    expect(startOffset(3, 9, 1)).toEqual({ offset: 3, commitNow: false });
    expect(startOffset(undefined, 9, 1)).toEqual({ offset: 9, commitNow: true });
    expect(startOffset(undefined, undefined, 1)).toEqual({ offset: 1, commitNow: false });
    expect(startOffset(undefined, undefined, undefined)).toEqual({ offset: 0, commitNow: false });
  });

  test('a topic is new only while none of its partitions has a commit', () => {
    expect(
      isFirstSight(
        new Map([
          [0, undefined],
          [1, undefined],
        ]),
      ),
    ).toBe(true);
    expect(
      isFirstSight(
        new Map([
          [0, undefined],
          [1, 0],
        ]),
      ),
    ).toBe(false);
  });
});
