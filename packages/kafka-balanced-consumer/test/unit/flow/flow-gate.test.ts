import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isGated } from '../../../src/flow/flow-gate.js';
import { pauseCause } from '../../../src/flow/pause-reasons.js';

describe('isGated', () => {
  test('memory stays under the bound plus one fetch, and a partition that moves is never starved', () => {
    const run = fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 10 })), {
      minLength: 50,
      maxLength: 400,
    });
    fc.assert(
      fc.property(run, (fetches) => {
        const loads = Array.from({ length: 10 }, () => ({ heldBytes: 0, gated: false }));
        const total = () => loads.reduce((sum, load) => sum + load.heldBytes, 0);
        const decide = () => {
          for (const load of loads) load.gated = isGated(load, total(), 100);
        };
        for (const [which, bytes] of fetches) {
          const load = loads[which] as (typeof loads)[number];
          if (!load.gated) load.heldBytes += bytes;
          // The sink of partition 0 lives, the others are dead.
          if (which === 0 && !load.gated) load.heldBytes = 0;
          decide();
          expect(total()).toBeLessThanOrEqual(110);
        }
        expect(
          loads.filter((load) => load.heldBytes === 0).every((load) => total() >= 100 || !load.gated),
        ).toBe(true);
      }),
    );
  });

  test('stop and go lie apart', () => {
    expect(isGated({ heldBytes: 67, gated: false }, 67, 100)).toBe(true);
    expect(isGated({ heldBytes: 60, gated: true }, 60, 100)).toBe(true);
    expect(isGated({ heldBytes: 60, gated: false }, 60, 100)).toBe(false);
    expect(isGated({ heldBytes: 49, gated: true }, 49, 100)).toBe(false);
  });
});

test('the cause that lasts longest is shown', () => {
  expect(pauseCause({ caller: undefined, gated: false, draining: false })).toBeUndefined();
  expect(pauseCause({ caller: '403', gated: true, draining: false })).toBe('403');
  expect(pauseCause({ caller: undefined, gated: true, draining: false })).toMatch(/memory/);
  expect(pauseCause({ caller: '403', gated: true, draining: true })).toMatch(/draining/);
});
