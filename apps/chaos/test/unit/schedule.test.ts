import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faultNames, kindOf } from '../../src/plan/fault-kinds.js';
import { type ScheduleOptions, scheduleOf } from '../../src/plan/schedule.js';

const options = (seed: number, runMs: number): ScheduleOptions => ({
  seed,
  runMs,
  receivers: 3,
  brokers: 3,
  workers: 2,
});
const anyOptions = fc
  .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 1_000, max: 200_000 }))
  .map(([seed, runMs]) => options(seed, runMs));

describe('a schedule', () => {
  test('follows from its seed alone', () => {
    fc.assert(fc.property(anyOptions, (each) => expect(scheduleOf(each)).toEqual(scheduleOf({ ...each }))));
  });

  test('is another one for another seed', () => {
    expect(scheduleOf(options(1, 60_000))).not.toEqual(scheduleOf(options(2, 60_000)));
  });

  test('is in order, ends in time, and falls upon what is there', () => {
    fc.assert(
      fc.property(anyOptions, (each) => {
        let before = 0;
        for (const { at, lasts, name, target } of scheduleOf(each)) {
          expect(at).toBeGreaterThanOrEqual(before);
          expect(at + lasts).toBeLessThanOrEqual(each.runMs);
          expect(target).toBeLessThan(kindOf(name).target === 'worker' ? 2 : 3);
          before = at;
        }
      }),
    );
  });

  test('leaves what is measured alone', () => {
    fc.assert(
      fc.property(anyOptions, (each) => {
        const schedule = scheduleOf(each);
        schedule.forEach((fault, index) => {
          const { quietAfter } = kindOf(fault.name);
          if (quietAfter === undefined) return;
          const ends = schedule.slice(0, index).map(({ at, lasts }) => at + lasts);
          const begins = schedule.slice(index + 1).map(({ at }) => at);
          expect(Math.max(0, ...ends)).toBeLessThan(fault.at);
          expect(Math.min(...begins)).toBeGreaterThanOrEqual(fault.at + fault.lasts + quietAfter);
        });
      }),
    );
  });

  test('has every kind before it has one again', () => {
    const schedule = scheduleOf(options(7, 600_000));
    expect(new Set(schedule.slice(0, faultNames.length).map(({ name }) => name)).size).toBe(
      faultNames.length,
    );
  });
});
