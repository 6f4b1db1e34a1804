import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadCodec } from '../../../src/codecs/codec.js';
import { unpackGzip } from '../../../src/codecs/gzip.js';
import { unpackLz4 } from '../../../src/codecs/lz4.js';
import { unpackSnappy } from '../../../src/codecs/snappy.js';

/** The text below packed with zstd. */
const zstdText = Buffer.from('KLUv/aCghgEA5QAAoEdFVCAvaW5kZXguaHRtbCAyMDAKAQASDS+fTA==', 'base64');

const text = Buffer.from('GET /index.html 200\n'.repeat(5000));

describe('codecs', () => {
  test('gzip: one buffer of the right size, also where the size at the end is wrong', () => {
    const unpacked = unpackGzip(gzipSync(text));
    expect(unpacked).toEqual(text);
    expect(unpacked.buffer.byteLength).toBeLessThan(text.length + 1024);
    const two = Buffer.concat([gzipSync(text), gzipSync(Buffer.from('x'))]);
    expect(unpackGzip(two)).toEqual(Buffer.concat([text, Buffer.from('x')]));
  });

  test('snappy: raw and in blocks', async () => {
    const { compress } = await import('snappyjs');
    expect(unpackSnappy(compress(text))).toEqual(text);
    const block = (bytes: Buffer) => {
      const packed = compress(bytes);
      const length = Buffer.alloc(4);
      length.writeInt32BE(packed.length);
      return Buffer.concat([length, packed]);
    };
    const head = Buffer.concat([
      Buffer.from([0x82]),
      Buffer.from('SNAPPY\0'),
      Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]),
    ]);
    const framed = Buffer.concat([head, block(text.subarray(0, 30_000)), block(text.subarray(30_000))]);
    expect(unpackSnappy(framed)).toEqual(text);
    expect(() => unpackSnappy(framed.subarray(0, framed.length - 5))).toThrow(/ends behind/);
  });

  describe('lz4', () => {
    /** A frame with these blocks, each with its length in front; those that are plain have the highest bit set. */
    function frame(...blocks: { bytes: readonly number[]; plain?: boolean }[]): Buffer {
      const parts = blocks.map(({ bytes, plain = false }) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(bytes.length + (plain ? 0x8000_0000 : 0));
        return Buffer.concat([length, Buffer.from(bytes)]);
      });
      return Buffer.concat([Buffer.from([4, 0x22, 0x4d, 0x18, 0x40, 0x40, 0]), ...parts, Buffer.alloc(4)]);
    }
    const ascii = (letters: string): number[] => [...Buffer.from(letters)];

    test('frames, one behind the other', async () => {
      const { compressFrameSync } = await import('lz4-napi');
      const packed = compressFrameSync(text);
      expect(unpackLz4(packed)).toEqual(text);
      expect(unpackLz4(Buffer.concat([packed, packed]))).toEqual(Buffer.concat([text, text]));
      expect(unpackLz4(compressFrameSync(text, { contentChecksum: true, blockChecksums: true }))).toEqual(
        text,
      );
      expect(() => unpackLz4(randomBytes(100))).toThrow();
    });

    test('into the memory that it is given, of the right size', async () => {
      const { compressFrameSync } = await import('lz4-napi');
      const memory = Buffer.alloc(text.length + 100, 'x');
      const unpacked = unpackLz4(compressFrameSync(text), (bytes) => memory.subarray(50, 50 + bytes));
      expect(unpacked.buffer).toBe(memory.buffer);
      expect(unpacked).toEqual(text);
      expect(memory.toString('latin1', 0, 50)).toBe('x'.repeat(50));
      expect(memory.toString('latin1', 50 + text.length)).toBe('x'.repeat(50));
    });

    test('a copy may reach into the block before it, of the same frame, and into itself', () => {
      const first = { bytes: [0x30, ...ascii('abc')] };
      const second = { bytes: [0x12, ...ascii('d'), 4, 0, 0x10, ...ascii('e')] };
      expect(unpackLz4(frame(first, second)).toString()).toBe('abcdabcdabe');
      expect(() => unpackLz4(Buffer.concat([frame(first), frame(second)]))).toThrow(/before the first/);
      expect(unpackLz4(frame({ bytes: ascii('plain'), plain: true }, first)).toString()).toBe('plainabc');
    });

    test.each([
      ['literals that are cut off', [0x50, 65], /too early|ends/],
      ['a length without end', [0xf0, 255, 255], /too early/],
      ['a copy from where nothing is', [0x10, 65, 0, 0, 0x10, 65], /before the first/],
      ['a copy from before the beginning', [0x10, 65, 2, 0, 0x10, 65], /before the first/],
      ['no last literals', [0x10, 65, 1, 0], /too early/],
      ['half a distance', [0x10, 65, 1], /too early/],
    ])('%s', (_, bytes, words) => {
      expect(() => unpackLz4(frame({ bytes }))).toThrow(words);
    });

    test('a frame that needs a dictionary', () => {
      const packed = frame({ bytes: [0x10, 65] });
      packed[4] = 0x41;
      expect(() => unpackLz4(packed)).toThrow(/dictionary/);
    });
  });

  test('zstd, also where two fetches meet it first at once', async () => {
    const [unpack] = await Promise.all([loadCodec('zstd'), loadCodec('zstd')]);
    expect(unpack(zstdText)).toEqual(text);
    expect(() => unpack(randomBytes(100))).toThrow();
  });
});
