import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Course } from '../../../src/replay/course.js';
import { Pace } from '../../../src/replay/pace.js';

describe('Pace', () => {
  test('lets no more pass in any time than its rate, and no less', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.array(fc.integer({ min: 1, max: 50 })),
        (rate, steps) => {
          let now = 0;
          const pace = new Pace(rate, () => now);
          const burst = Math.max(1, rate / 10);
          let passed = 0;
          for (const step of steps) {
            for (let got = pace.take(10); got > 0; got = pace.take(10)) passed += got;
            expect(passed).toBeLessThanOrEqual(burst + (now * rate) / 1000 + 1e-6);
            now += step;
          }
          // Whoever waits as long as it says gets one more, always.
          now += pace.waitMs;
          expect(pace.take(1)).toBe(1);
        },
      ),
    );
  });

  test('without a rate all pass', () => {
    expect(new Pace(undefined).take(1e9)).toBe(1e9);
  });
});

describe('Course', () => {
  const ranges = [
    { topic: 't', partition: 0, from: 10, to: 30 },
    { topic: 't', partition: 1, from: 0, to: 5 },
  ];

  test('what is left begins with the first record that has no outcome, whatever has one behind it', () => {
    const course = new Course(ranges);
    const [a, b] = [
      course.hand({ topic: 't', partition: 0 }, 10, 15, 5),
      course.hand({ topic: 't', partition: 0 }, 17, 25, 8),
    ];
    course.settle({ topic: 't', partition: 0 }, b, 8);
    expect([course.done, course.total]).toEqual([0, 25]);
    expect(course.left().map(({ from }) => from)).toEqual([10, 0]);
    course.settle({ topic: 't', partition: 0 }, a, 5);
    expect(course.done).toBe(15);
    expect(course.left().map(({ from, to }) => [from, to])).toEqual([
      [25, 30],
      [0, 5],
    ]);
    course.settle({ topic: 't', partition: 1 }, course.hand({ topic: 't', partition: 1 }, 0, 5, 5), 5);
    expect(course.left().map(({ partition }) => partition)).toEqual([0]);
  });
});
