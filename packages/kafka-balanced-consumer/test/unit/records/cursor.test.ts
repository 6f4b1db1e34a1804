import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Cursor } from '../../../src/records/cursor.js';
import { writeRecord } from '../../../src/records/record-writer.js';

/** The number as a record carries it, behind its length and one byte of attributes. */
function written(delta: number): Cursor {
  const { bytes } = writeRecord({ key: null, value: null, headers: [] }, delta);
  return new Cursor(bytes, 2, bytes.length);
}

describe('numbers', () => {
  test('of up to 32 bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (n) => written(n).varint() === n),
    );
  });

  test('of more', () => {
    fc.assert(fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (n) => written(n).varlong() === n));
  });

  test('that have no end', () => {
    const endless = Buffer.alloc(20, 0xff);
    expect(() => new Cursor(endless, 0, 20).varint()).toThrow(/no end/);
    expect(() => new Cursor(endless, 0, 20).varlong()).toThrow(/no end/);
    expect(() => new Cursor(endless, 0, 3).varint()).toThrow(/middle/);
    expect(() => new Cursor(endless, 0, 3).varlong()).toThrow(/middle/);
  });
});

test('a field may end where the bytes do, not behind, and only null is negative', () => {
  const field = (length: number, end: number) =>
    new Cursor(Buffer.from([length, 1, 2, 3, 4]), 0, end).skipField();
  expect(field(6, 4)).toBe(3);
  expect(() => field(6, 3)).toThrow(/ends behind/);
  expect(field(1, 4)).toBe(-1);
  expect(() => field(3, 4)).toThrow(/negative/);
});
