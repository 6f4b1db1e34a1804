import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SettledRanges } from '../../../src/records/settled-ranges.js';

test('is the same as marking records one by one', () => {
  const ranges = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 })));
  fc.assert(
    fc.property(ranges, (additions) => {
      const settled = new SettledRanges();
      const marks = new Set<number>();
      for (const [from, length] of additions) {
        let expected = 0;
        for (let i = from; i < from + length; i++) {
          if (!marks.has(i)) expected++;
          marks.add(i);
        }
        expect(settled.add(from, from + length)).toBe(expected);
      }
      let prefix = 0;
      while (marks.has(prefix)) prefix++;
      expect(settled.prefix).toBe(prefix);
      expect(settled.total).toBe(marks.size);
      const open: number[] = [];
      settled.gaps(0, 60, (from, to) => {
        for (let i = from; i < to; i++) open.push(i);
      });
      expect(open).toEqual(Array.from({ length: 60 }, (_, i) => i).filter((i) => !marks.has(i)));
    }),
  );
});
