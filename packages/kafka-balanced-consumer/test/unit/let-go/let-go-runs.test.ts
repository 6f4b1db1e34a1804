import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LetGoRuns } from '../../../src/let-go/let-go-runs.js';

test('holds exactly the offsets that were added and not taken out', () => {
  const stretch = fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 8 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 60 }), (stretches) => {
      const runs = new LetGoRuns();
      const there = new Set<number>();
      for (const [from, length, adds] of stretches) {
        const offsets = Array.from({ length }, (_, i) => from + i);
        if (!adds) {
          const gone = offsets.filter((offset) => there.delete(offset));
          expect(runs.remove(from, from + length)).toBe(gone.length);
        } else if (offsets.every((offset) => !there.has(offset))) {
          runs.add(from, from + length, from);
          for (const offset of offsets) there.add(offset);
        }
        expect(runs.records).toBe(there.size);
        expect(runs.size).toBeLessThanOrEqual(there.size);
        expect(runs.first).toBe(there.size === 0 ? undefined : Math.min(...there));
        // The timestamp is that of the run's beginning, so it is never later than the record's own.
        expect(runs.firstTimestamp ?? 0).toBeLessThanOrEqual(runs.first ?? 0);
      }
    }),
  );
});
