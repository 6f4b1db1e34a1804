import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waitAfterFailure, waitBeforeProbe } from '../../../src/delivery/backoff.js';
import { parseRetryAfter } from '../../../src/delivery/retry-after.js';

describe('waitAfterFailure', () => {
  it('comes back within 2 s and is refused at most 16 times in an outage of 10 s, whatever the dice say', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (dice) => {
        let at = 0;
        let failures = 0;
        while (at < 10_000) {
          failures++;
          const wait = waitAfterFailure({ failures, ageMs: at }, {}, dice.next().value as number);
          expect(wait).toBeLessThanOrEqual(1800);
          at += wait;
        }
        // With four requests in flight at the start that makes 20 refused ones at most.
        expect(failures).toBeLessThanOrEqual(16);
        expect(at).toBeLessThanOrEqual(11_800);
      }),
    );
  });

  it('waits longer after the first minute', () => {
    expect(waitAfterFailure({ failures: 50, ageMs: 59_999 }, {}, 1)).toBe(1800);
    expect(waitAfterFailure({ failures: 50, ageMs: 60_000 }, {}, 1)).toBe(5000);
    expect(waitAfterFailure({ failures: 2000, ageMs: 60_000 }, {}, 0)).toBe(2500);
  });

  it('honours the keys of the original: min(sleep, max) plus or minus jitter, then sleep times scale', () => {
    const options = { firstMs: 60_000, maxMs: 100_000, factor: 1.5, jitterMs: 1000 };
    const wait = (failures: number, random: number): number =>
      waitAfterFailure({ failures, ageMs: 0 }, options, random);
    expect([wait(1, 0.5), wait(2, 0.5), wait(3, 0.5)]).toEqual([60_000, 90_000, 100_000]);
    expect([wait(1, 0), wait(1, 1)]).toEqual([59_000, 61_000]);
    expect(waitAfterFailure({ failures: 1, ageMs: 0 }, { firstMs: 10, jitterMs: 50 }, 0)).toBe(0);
  });

  it('follows Retry-After where that is longer, up to a minute', () => {
    const wait = (retryAfterMs: number): number =>
      waitAfterFailure({ failures: 1, ageMs: 0, retryAfterMs }, {}, 1);
    expect([wait(0), wait(3000), wait(3_600_000)]).toEqual([250, 3000, 60_000]);
  });
});

describe('a policy of the caller', () => {
  const outage = { failures: 3, ageMs: 4000, retryAfterMs: 2000 };
  it('decides the wait, and hears what Splunk asked for', () => {
    const wait = waitAfterFailure(
      outage,
      { wait: ({ failures, ageMs, retryAfterMs = 0 }) => failures + ageMs + retryAfterMs },
      0,
    );
    expect(wait).toBe(6003);
  });

  it.each([
    [0, 250],
    [-5, 250],
    [Number.NaN, 250],
    [0.5, 1],
    [Number.POSITIVE_INFINITY, 2 ** 31 - 1],
  ])('that answers %s leads to a wait of %s', (answer, wait) => {
    expect(waitAfterFailure(outage, { wait: () => answer }, 0)).toBe(wait);
  });
});

describe('waitBeforeProbe', () => {
  it('grows from half a second to a second up to 15 s', () => {
    expect(waitBeforeProbe(1, {}, 0)).toBe(500);
    expect(waitBeforeProbe(1, {}, 1)).toBe(1000);
    expect(waitBeforeProbe(500, {}, 1)).toBe(15_000);
    expect(waitBeforeProbe(3, { firstMs: 1, maxMs: 3 }, 1)).toBe(3);
  });
});

describe('parseRetryAfter', () => {
  const at = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
  it.each([
    ['7', 7000],
    [' 0 ', 0],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
    ['soon', undefined],
    ['-3', undefined],
    ['1.5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j asks for %s', (header, expected) => {
    expect(parseRetryAfter(header, at)).toBe(expected);
  });
});
