import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { copyBytes } from '../../../src/batch/copy-bytes.js';

const viewOf = (buffer: Buffer): DataView => new DataView(buffer.buffer, buffer.byteOffset, buffer.length);

test('copies any range of any length to any place, and nothing beside it', () => {
  const range = fc
    .uint8Array({ maxLength: 1100 })
    .chain((bytes) => fc.tuple(fc.constant(bytes), fc.nat(bytes.length), fc.nat(bytes.length), fc.nat(20)));
  fc.assert(
    fc.property(range, ([bytes, a, b, at]) => {
      // Both lie somewhere inside larger memory, as slices of a fetch do.
      const source = Buffer.concat([Buffer.from('###'), bytes]).subarray(3);
      const [start, end] = a < b ? [a, b] : [b, a];
      const target = Buffer.alloc(at + bytes.length + 5, 0xee);
      copyBytes(source, viewOf(source), start, end, target, viewOf(target), at);
      const expected = Buffer.alloc(target.length, 0xee);
      source.copy(expected, at, start, end);
      expect(target.equals(expected)).toBe(true);
    }),
  );
});
