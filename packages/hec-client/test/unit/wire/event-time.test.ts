import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEventTime, SECONDS_ROOM, writeMilliseconds, writeSeconds } from '../../../src/wire/event-time.js';

function written(ms: number): string {
  const target = Buffer.alloc(SECONDS_ROOM + 7);
  const view = new DataView(target.buffer, target.byteOffset, target.length);
  const at = writeMilliseconds(view, writeSeconds(view, 2, ms), ms);
  return target.toString('latin1', 2, at);
}

describe('the time of an event', () => {
  it('writes plain decimals that read back exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (ms) => {
        const text = written(ms);
        expect(text).toMatch(/^\d+\.\d{3},$/);
        expect(
          text
            .slice(0, -1)
            .replace('.', '')
            .replace(/^0+(?=\d)/, ''),
        ).toBe(String(ms));
      }),
    );
  });

  it('keeps no second of another event', () => {
    expect([1_700_000_000_001, 1_700_000_001_020, 999, 1_700_000_000_001].map(written)).toEqual([
      '1700000000.001,',
      '1700000001.020,',
      '0.999,',
      '1700000000.001,',
    ]);
  });

  it('cuts parts of a millisecond off', () => {
    expect(written(1234.9)).toBe('1.234,');
  });

  it.each([undefined, -1, Number.NaN, Number.POSITIVE_INFINITY])('leaves %s out', (ms) => {
    expect(isEventTime(ms)).toBe(false);
  });
});
