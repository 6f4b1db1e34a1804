import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settledSince } from '../../../src/group/settled-since.js';

const before = { committed: 10, settled: 20 };

describe('where a member goes on that lost its membership', () => {
  test.each([
    [10, 20],
    // Its last commit got through, and the answer did not.
    [15, 20],
    // There is nothing to keep.
    [20, undefined],
    // Somebody else has been there.
    [21, undefined],
    // Somebody has set it back, or the topic was made anew.
    [9, undefined],
    [undefined, undefined],
  ])('the group has %s: %s', (committed, at) => {
    expect(settledSince(committed, before)).toBe(at);
  });

  test('at the commit where nothing is known', () => {
    expect(settledSince(10, undefined)).toBeUndefined();
  });

  test('never before the commit, never behind what was settled', () => {
    const offset = fc.nat({ max: 50 });
    fc.assert(
      fc.property(offset, offset, offset, (committed, first, second) => {
        const at = settledSince(committed, {
          committed: Math.min(first, second),
          settled: Math.max(first, second),
        });
        if (at === undefined) return;
        expect(at).toBeGreaterThan(committed);
        expect(at).toBe(Math.max(first, second));
      }),
    );
  });
});
