import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { faultNames, faultNamesFor, kindOf } from '../../src/plan/fault-kinds.js';
import { ackBySeed, type ScheduleOptions, scheduleOf } from '../../src/plan/schedule.js';

const options = (seed: number, runMs: number, ack = false): ScheduleOptions => ({
  seed,
  runMs,
  ack,
  faults: faultNames,
  receivers: 3,
  brokers: 3,
  workers: 2,
});
const anyOptions = fc
  .tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 1_000, max: 200_000 }), fc.boolean())
  .map(([seed, runMs, ack]) => options(seed, runMs, ack));

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

  test.each([true, false])('has every kind before it has one again; acknowledged: %s', (ack) => {
    const kinds = faultNamesFor(ack);
    const schedule = scheduleOf(options(7, 600_000, ack));
    expect(new Set(schedule.slice(0, kinds.length).map(({ name }) => name))).toEqual(new Set(kinds));
  });

  test('has what goes wrong with acknowledgements only where there are some', () => {
    const acks = { ...options(7, 60_000), faults: ['ack-lost'] as const };
    expect(scheduleOf(acks)).toEqual([]);
    expect(scheduleOf({ ...acks, ack: true }).length).toBeGreaterThan(2);
    const drawn = Array.from({ length: 100 }, (_, seed) => ackBySeed(seed)).filter((ack) => ack).length;
    expect(drawn).toBeGreaterThan(30);
    expect(drawn).toBeLessThan(70);
  });
});
