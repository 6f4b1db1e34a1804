import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { committedBefore } from '../../src/judge/log-index.js';

test('what was committed at a time is what the last sample until then says', () => {
  const sample = fc.record({ partition: fc.nat({ max: 2 }), at: fc.nat({ max: 20 }), offset: fc.nat() });
  fc.assert(
    fc.property(
      fc.array(sample).map((list) => list.sort((a, b) => a.at - b.at)),
      fc.nat({ max: 3 }),
      fc.nat({ max: 25 }),
      (samples, partition, at) => {
        const last = samples.filter((each) => each.partition === partition && each.at <= at).at(-1);
        expect(committedBefore(samples)(partition, at)).toBe(last?.offset ?? 0);
      },
    ),
  );
});
