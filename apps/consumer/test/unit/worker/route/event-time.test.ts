import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTime } from '../../../../src/worker/route/event-time.js';

const time = (text: string): number => {
  const bytes = Buffer.from(`9${text}9`);
  return readTime(bytes, 1, bytes.length - 1);
};

describe('readTime', () => {
  test.each([
    ['0', 0],
    ['1700000000', 1_700_000_000_000],
    ['1700000000.1239', 1_700_000_000_123],
    ['1700000000.5', 1_700_000_000_500],
    ['1700000000123', 1_700_000_000_123],
    ['1700000000123456', 1_700_000_000_123],
    ['1700000000123456789', 1_700_000_000_123],
    ['2026-01-31T08:00:00Z', Date.UTC(2026, 0, 31, 8)],
    ['2026-01-31t08:00:00.1z', Date.UTC(2026, 0, 31, 8, 0, 0, 100)],
    ['2026-01-31 08:00:00.123456789+01:00', Date.UTC(2026, 0, 31, 7, 0, 0, 123)],
    ['2026-01-31T08:00:00-0530', Date.UTC(2026, 0, 31, 13, 30)],
    ['2016-12-31T23:59:60Z', Date.UTC(2016, 11, 31, 23, 59, 59)],
  ])('%s', (text, expected) => {
    expect(time(text)).toBe(expected);
  });

  test.each([
    '',
    'now',
    '-1',
    '1.',
    '.5',
    '1e9',
    '1 ',
    '2026-01-31T08:00:00',
    '2026-02-30T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T08:60:00Z',
    '2026-01-31T08:00Z',
    '2026-01-31T08:00:00.Z',
    '2026-01-31T08:00:00+1',
    '2026-01-31T08:00:00+01:00:00',
    '2026/01/31T08:00:00Z',
    '1969-12-31T23:59:59Z',
    '9'.repeat(30),
    '1'.repeat(41),
  ])('%s is no time', (text) => {
    expect(time(text)).toBe(-1);
  });

  test('property: reads what Date prints, and what it counts', () => {
    // From 1e14 on, the year 5138, a number counts as microseconds.
    const moment = fc.integer({ min: 0, max: 1e14 - 1 });
    fc.assert(
      fc.property(moment, (ms) => {
        expect(time(new Date(ms).toISOString())).toBe(ms);
        if (ms >= 1e11) expect(time(String(ms))).toBe(ms);
        expect(time(`${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`)).toBe(ms);
      }),
    );
  });

  test('property: any bytes are a time or none, and never reach beyond their end', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 45 }), (text) => {
        const bytes = Buffer.from(text);
        const within = readTime(bytes, 0, bytes.length);
        expect(readTime(Buffer.concat([bytes, Buffer.from('9Z')]), 0, bytes.length)).toBe(within);
      }),
    );
  });
});
