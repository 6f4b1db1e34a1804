import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planRanges, runsIn } from '../../../src/range/offset-ranges.js';

const at = (from: number, to: number) => ({ topic: 't', partition: 0, from, to });

describe('planRanges', () => {
  const log = [{ topic: 't', partition: 0, first: 10, end: 20 }];
  test.each([
    [at(12, 15), [at(12, 15)], []],
    [at(5, 15), [at(10, 15)], [at(5, 10)]],
    [at(15, 25), [at(15, 20)], [at(20, 25)]],
    [at(0, 30), [at(10, 20)], [at(0, 10), at(20, 30)]],
    [at(0, 5), [], [at(0, 5)]],
    [at(25, 30), [], [at(25, 30)]],
    [at(12, 12), [], []],
  ])('%j', (range, readable, missing) => {
    expect(planRanges([range], log)).toEqual({ readable, missing });
  });

  test('a topic that is not there is missing as a whole', () => {
    expect(planRanges([at(1, 3)], [])).toEqual({ readable: [], missing: [at(1, 3)] });
  });
});

test('runsIn finds exactly the records whose offsets are asked for', () => {
  const range = fc.tuple(fc.nat(30), fc.nat(10)).map(([from, length]) => at(from, from + length));
  const gaps = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 20 });
  fc.assert(
    fc.property(gaps, fc.array(range, { maxLength: 4 }), (steps, ranges) => {
      let last = -1;
      const offsets = steps.map((step) => {
        last += step;
        return last;
      });
      const batch = { count: offsets.length, offset: (index: number) => offsets[index] as number };
      const found = runsIn(batch, ranges).flatMap(({ from, to }) => offsets.slice(from, to));
      const wanted = offsets.filter((offset) => ranges.some(({ from, to }) => offset >= from && offset < to));
      expect(found).toEqual(wanted);
    }),
  );
});
