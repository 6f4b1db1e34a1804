import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Limiter } from '../../../src/delivery/limiter.js';

describe('a limiter', () => {
  it('begins at its bound and never leaves 1 to the bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.array(fc.constantFrom('good', 'slow', 'old hint', 'restart'), { maxLength: 300 }),
        (most, steps) => {
          const limiter = new Limiter(most);
          expect(limiter.limit).toBe(most);
          for (const step of steps) {
            const before = limiter.limit;
            if (step === 'good') limiter.good();
            else if (step === 'slow') limiter.slowDown(limiter.epoch);
            else if (step === 'old hint') limiter.slowDown(limiter.epoch - 1);
            else limiter.restart();
            expect(limiter.limit).toBeGreaterThanOrEqual(1);
            expect(limiter.limit).toBeLessThanOrEqual(most);
            if (step === 'good') expect(limiter.limit - before).toBeLessThanOrEqual(1);
            if (step === 'old hint') expect(limiter.limit).toBe(before);
            if (step === 'restart') expect(limiter.limit).toBe(1);
          }
        },
      ),
    );
  });

  it('grows fast to half of what it was before an outage, then slowly', () => {
    const limiter = new Limiter(32);
    limiter.restart();
    limiter.restart();
    for (let i = 0; i < 15; i++) limiter.good();
    expect(limiter.limit).toBe(16);
    for (let i = 0; i < 16; i++) limiter.good();
    expect(limiter.limit).toBeLessThanOrEqual(17);
  });
});
