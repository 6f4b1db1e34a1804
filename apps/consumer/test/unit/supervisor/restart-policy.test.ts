import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  afterDeath,
  type Death,
  type DeathRecord,
  isCrashLoop,
  noDeaths,
  defaultRestartTimes as times,
} from '../../../src/supervisor/restart-policy.js';

const die = (deaths: readonly Death[]) => {
  let record: DeathRecord = noDeaths;
  const waits: number[] = [];
  for (const death of deaths) {
    const next = afterDeath(record, death, times);
    record = next.record;
    waits.push(next.waitMs);
  }
  return { record, waits };
};

describe('restart policy', () => {
  it('doubles the wait from 250 ms to 30 s', () => {
    const { waits } = die(
      Array.from({ length: 9 }, (_, at) => ({ at, ranSince: undefined, crashed: false })),
    );
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('begins again after a stable minute, and not after a shorter run', () => {
    const { waits } = die([
      { at: 0, ranSince: undefined, crashed: false },
      { at: 70_000, ranSince: 10_001, crashed: true },
      { at: 140_000, ranSince: 80_000, crashed: true },
      { at: 150_000, ranSince: 149_000, crashed: true },
    ]);
    expect(waits).toEqual([250, 500, 250, 500]);
  });

  it('keeps every wait within its bounds, whatever the history', () => {
    const death = fc.record({
      at: fc.nat(),
      ranSince: fc.option(fc.nat(), { nil: undefined }),
      crashed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(death, { maxLength: 80 }), (deaths) => {
        const { record, waits } = die(deaths);
        expect(waits.every((wait) => wait >= times.firstMs && wait <= times.maxMs)).toBe(true);
        expect(record.early.length).toBeLessThanOrEqual(times.loopDeaths);
      }),
    );
  });
});

describe('crash loop', () => {
  const stillborn = (count: number, everyMs: number) =>
    die(
      Array.from({ length: count }, (_, index) => ({
        at: index * everyMs,
        ranSince: undefined,
        crashed: false,
      })),
    ).record;

  it('is five deaths of every worker within a minute, none of which had got to run', () => {
    expect(isCrashLoop([stillborn(5, 1000), stillborn(7, 1000)], times)).toBe(true);
    expect(isCrashLoop([stillborn(5, 1000), stillborn(4, 1000)], times)).toBe(false);
    expect(isCrashLoop([stillborn(5, 1000), noDeaths], times)).toBe(false);
  });

  it('is not one when the deaths are far apart', () => {
    expect(isCrashLoop([stillborn(5, 15_000)], times)).toBe(true);
    expect(isCrashLoop([stillborn(5, 15_001)], times)).toBe(false);
  });

  it('is not one when the worker ran in between and named the cause of its end', () => {
    const { record } = die([
      ...[0, 1, 2, 3].map((at) => ({ at, ranSince: undefined, crashed: false })),
      { at: 5, ranSince: 4, crashed: false },
      { at: 6, ranSince: undefined, crashed: false },
    ]);
    expect(isCrashLoop([record], times)).toBe(false);
  });

  it('is one, too, when the workers got to run and crashed soon after, and not when they named a cause', () => {
    const crash = (crashed: boolean, lifeMs: number) =>
      die(
        Array.from({ length: 5 }, (_, index) => ({
          at: index * 10_000,
          ranSince: index * 10_000 - lifeMs,
          crashed,
        })),
      ).record;
    expect(isCrashLoop([crash(true, 5000)], times)).toBe(true);
    expect(isCrashLoop([crash(false, 5000)], times)).toBe(false);
    expect(isCrashLoop([crash(true, 60_000)], times)).toBe(false);
  });

  it('is not one without workers', () => {
    expect(isCrashLoop([], times)).toBe(false);
  });
});
