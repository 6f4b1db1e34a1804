import { describe, expect, test } from '@jest/globals';
import * as words from '../../../page/view/words.js';

const now = Date.UTC(2026, 7, 1, 12, 10, 0);

describe('words of the page', () => {
  test.each([
    [0, '0'],
    [-1, '0'],
    [0.04, '< 0.1'],
    [0.25, '0.3'],
    [9.96, '10'],
    [41_203.4, '41,203'],
  ])('a rate of %p is %p', (value, text) => {
    expect(words.rate(value)).toBe(text);
  });

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [999_600, '1.0 MB'],
    [134_217_728, '134 MB'],
    [8_735_000, '8.7 MB'],
    [5e18, '5000 PB'],
  ])('%p bytes are %p', (value, text) => {
    expect(words.bytes(value)).toBe(text);
  });

  test.each([
    [-5, '0 ms'],
    [250, '250 ms'],
    [1000, '1 s'],
    [1240, '1.2 s'],
    [42_000, '42 s'],
    [89_999, '89 s'],
    [90_000, '1 min'],
    [720_000, '12 min'],
    [12_600_000, '3.5 h'],
    [172_800_000, '2 d'],
  ])('%p ms are %p', (value, text) => {
    expect(words.duration(value)).toBe(text);
  });

  test('an age is in whole seconds: it is read again each second', () => {
    expect([words.age(-400), words.age(999), words.age(2400), words.age(61_000)]).toEqual([
      '0 s',
      '0 s',
      '2 s',
      '61 s',
    ]);
  });

  test('a time of another day is written with its day, and one that no calendar has does not throw', () => {
    expect(words.timeOfDay(now - 351_000, now)).toBe('12:04:09Z');
    expect(words.timeOfDay(now - 86_400_000, now)).toBe('2026-07-31 12:10:00Z');
    expect(words.timeOfDay(1e300, now)).toBe('+275760-09-13 00:00:00Z');
    expect(words.timeOfDay(-1, now)).toBe('1970-01-01 00:00:00Z');
    expect(words.timeAndAge(now - 351_000, now)).toBe('12:04:09Z (5 min)');
  });

  test('one is singular', () => {
    expect([words.plural(0, 'event'), words.plural(1, 'event'), words.plural(1200, 'event')]).toEqual([
      '0 events',
      '1 event',
      '1,200 events',
    ]);
  });

  test('scales use few letters', () => {
    expect([10, 500, 1000, 2500, 10_000_000, 4e9, 5e12].map(words.short)).toEqual([
      '10',
      '500',
      '1 k',
      '2.5 k',
      '10 M',
      '4 bn',
      '5000 bn',
    ]);
  });

  test('what is too long ends in an ellipsis', () => {
    expect(words.shorten('as long as this', 15)).toBe('as long as this');
    expect(words.shorten('longer than that', 8)).toBe('longer…');
  });
});
