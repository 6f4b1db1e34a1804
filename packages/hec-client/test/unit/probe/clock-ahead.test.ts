import { expect, test } from '@jest/globals';
import { clockAhead } from '../../../src/probe/clock-ahead.js';

const second = (seconds: number): string => new Date(seconds * 1000).toUTCString();

test.each([
  ['in the same second', second(100), 100_300, 100_400, 0],
  ['in the second before, cut off', second(100), 100_900, 101_100, 0],
  ['while the request was on its way', second(101), 100_000, 103_000, 0],
  ['ahead', second(160), 100_000, 100_200, 59_800],
  ['behind', second(40), 100_000, 100_200, -59_001],
])('a clock %s', (_, date, sent, received, ahead) => expect(clockAhead(date, sent, received)).toBe(ahead));

test('a header that is no date says nothing', () => expect(clockAhead('soon', 0, 1)).toBeUndefined());
