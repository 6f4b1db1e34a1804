import { describe, expect, test } from '@jest/globals';
import { fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { type CodecName, loadCodec } from '../../../src/codecs/codec.js';
import { MOST_UNPACKED } from '../../../src/codecs/limits.js';
import { unpackLz4 } from '../../../src/codecs/lz4.js';
import { mostOfLz4, sizeOfLz4 } from '../../../src/codecs/lz4-size.js';
import { unpackSnappyBlock } from '../../../src/codecs/snappy-block.js';
import { claimOfZstd } from '../../../src/codecs/zstd-size.js';
import { changes, packers } from '../../broken-bytes.js';

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3000, size: 'max' }),
  fc.string({ maxLength: 20 }).map((text) => Buffer.from(text.repeat(3000))),
);

test.each([...packers.keys()])('%s: unpacks what was packed, and ends at what is broken', async (name) => {
  const pack = await packers.get(name)?.();
  const unpack = await loadCodec(name as CodecName);
  fc.assert(
    fc.property(contents, changes, (content, list) => {
      const packed = pack?.(Buffer.from(content)) as Buffer;
      expect(unpack(packed).equals(content)).toBe(true);
      try {
        unpack(mutated(packed, list));
      } catch (error) {
        expect(error).toHaveProperty('message');
      }
    }),
    fuzzing(150),
  );
});

describe('snappy', () => {
  test('a length that leads backwards does not keep it busy for ever', () => {
    const block = Buffer.from([100, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0]);
    expect(() => unpackSnappyBlock(block)).toThrow(/too early/);
  });

  test.each([
    ['a huge claim', [0xff, 0xff, 0xff, 0xff, 0x0f, 0], /claims 4294967295/],
    ['a length without end', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], /no end/],
    ['nothing', [], /no end/],
    ['a copy from before the beginning', [8, 0, 65, 0b000_000_01, 9], /before the first/],
    ['less than it says', [9, 0, 65], /says 9 bytes and holds 1/],
    ['more than it says', [1, 4, 65, 66], /more than it says/],
    ['a copy that is cut off', [8, 0, 65, 3, 1], /too early/],
  ])('%s', (_, bytes, words) => {
    expect(() => unpackSnappyBlock(Buffer.from(bytes))).toThrow(words);
  });

  test('any bytes at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          expect(unpackSnappyBlock(Buffer.from(bytes), 4000).length).toBeLessThanOrEqual(4000);
        } catch (error) {
          expect(error).toHaveProperty('name', 'RangeError');
        }
      }),
      fuzzing(2000),
    );
  });
});

test('lz4: any block at all writes nothing outside its memory', () => {
  const head = Buffer.from([4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0]);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (block) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(block.length);
      const around = Buffer.alloc(200_000, 'x');
      let size = 0;
      try {
        unpackLz4(Buffer.concat([head, length, block, Buffer.alloc(4)]), (bytes) => {
          size = bytes;
          return around.subarray(1000, 1000 + bytes);
        });
      } catch (error) {
        expect(error).toHaveProperty('name', 'RangeError');
      }
      expect(around.subarray(0, 1000).every((byte) => byte === 0x78)).toBe(true);
      expect(around.subarray(1000 + size, 2000 + size).every((byte) => byte === 0x78)).toBe(true);
    }),
    fuzzing(1000),
  );
});

describe('what it unpacks to is known before it is unpacked', () => {
  test('lz4: exactly', async () => {
    const pack = await packers.get('lz4')?.();
    fc.assert(
      fc.property(contents, (content) => {
        const packed = pack?.(Buffer.from(content)) as Buffer;
        expect(mostOfLz4(packed)).toBeGreaterThanOrEqual(content.length);
        expect(sizeOfLz4(packed)).toBe(content.length);
        expect(sizeOfLz4(Buffer.concat([packed, packed]))).toBe(2 * content.length);
      }),
      fuzzing(50),
    );
  });

  test('lz4: half a megabyte that would fill the memory', async () => {
    const unpack = await loadCodec('lz4');
    const pack = await packers.get('lz4')?.();
    const packed = pack?.(Buffer.alloc(4 * 1024 * 1024)) as Buffer;
    const times = MOST_UNPACKED / (4 * 1024 * 1024);
    const bomb = Buffer.concat(Array.from({ length: times + 1 }, () => packed));
    expect(bomb.length).toBeLessThan(3_000_000);
    expect(() => unpack(bomb)).toThrow(/unpacks to more than/);
  });

  test('zstd: the claim', async () => {
    const pack = await packers.get('zstd')?.();
    for (const length of [0, 1, 255, 256, 257, 65_791, 65_792, 100_000]) {
      expect(claimOfZstd(pack?.(Buffer.alloc(length, 'ab')) as Buffer)).toBe(length);
    }
    const unpack = await loadCodec('zstd');
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x60]);
    expect(claimOfZstd(head)).toBe(0x6000_0000);
    expect(() => unpack(head)).toThrow();
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 50; i++) expect(() => unpack(head)).toThrow();
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });
});
