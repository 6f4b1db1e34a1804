import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGated } from '../../../src/flow/flow-gate.js';
import { pauseCause } from '../../../src/flow/pause-reasons.js';

describe('isGated', () => {
  test('memory stays under the bound, and a partition that moves is never starved by ones that stand still', () => {
    const fetches = fc.array(
      fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 4 })), { maxLength: 6 }),
      {
        minLength: 50,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(fetches, (rounds) => {
        const loads = Array.from({ length: 10 }, () => ({ heldBytes: 0, gated: false }));
        const total = () => loads.reduce((sum, load) => sum + load.heldBytes, 0);
        for (const round of rounds) {
          // What a round asks for was decided before any of it came.
          for (const [which, bytes] of round.filter(([at]) => !loads[at]?.gated)) {
            (loads[which] as (typeof loads)[number]).heldBytes += bytes;
          }
          for (const load of loads) load.gated = isGated(load, total(), 100);
          expect(total()).toBeLessThanOrEqual(100);
          // The sink of partition 0 lives, the others are dead.
          const live = loads[0] as (typeof loads)[number];
          live.heldBytes = 0;
          live.gated = isGated(live, total(), 100);
          expect(live.gated).toBe(false);
        }
      }),
    );
  });

  test('stop and go lie apart', () => {
    expect(isGated({ heldBytes: 50, gated: false }, 50, 100)).toBe(true);
    expect(isGated({ heldBytes: 45, gated: true }, 45, 100)).toBe(true);
    expect(isGated({ heldBytes: 45, gated: false }, 45, 100)).toBe(false);
    expect(isGated({ heldBytes: 37, gated: true }, 37, 100)).toBe(false);
  });
});

test('the cause that lasts longest is shown', () => {
  const none = {
    caller: undefined,
    gated: false,
    leaderless: false,
    draining: false,
    unreadable: undefined,
  };
  expect(pauseCause(none)).toBeUndefined();
  expect(pauseCause({ ...none, gated: true })).toMatch(/memory/);
  expect(pauseCause({ ...none, gated: true, caller: '403' })).toBe('403');
  expect(pauseCause({ ...none, caller: '403', leaderless: true })).toMatch(/no leader/);
  expect(pauseCause({ ...none, caller: '403', gated: true, draining: true })).toMatch(/draining/);
});
