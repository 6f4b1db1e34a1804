import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { lengths, Numbers, newlines } from '../../src/tally.js';

const body = Buffer.from('abc\nabd\nabe\n');

test('newlines are counted over pieces of any size', () => {
  for (const size of [1, 3, 4, 100]) {
    const tally = newlines();
    for (let at = 0; at < body.length; at += size) tally.chunk(body.subarray(at, at + size));
    expect(tally.end(false)).toBe(3);
  }
});

test('the length of a body says how many equal lines it holds, packed or not, the last newline there or not', () => {
  const counted = (whole: Buffer, gzipped: boolean, size: number): number => {
    const tally = lengths(4);
    for (let at = 0; at < whole.length; at += size) tally.chunk(whole.subarray(at, at + size));
    return tally.end(gzipped);
  };
  for (const size of [1, 2, 5, 100]) {
    expect(counted(body, false, size)).toBe(3);
    expect(counted(body.subarray(0, -1), false, size)).toBe(3);
    expect(counted(gzipSync(body), true, size)).toBe(3);
  }
  expect(() => counted(body.subarray(2), false, 100)).toThrow(/10 bytes does not hold whole events of 4/);
});

test('of numbers each counts once; others are told apart', () => {
  const numbers = new Numbers(4);
  numbers.chunk(Buffer.from('0\n1\n1'));
  numbers.chunk(Buffer.from('2\n3\nx\n3'));
  expect(numbers.end()).toBe(3);
  numbers.chunk(Buffer.from('2'));
  expect(numbers.end()).toBe(1);
  expect(numbers).toMatchObject({ repeated: 1, foreign: 2 });
});
