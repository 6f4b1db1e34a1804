import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadCodec } from '../../../src/codecs/codec.js';
import { unpackGzip } from '../../../src/codecs/gzip.js';
import { loadLz4 } from '../../../src/codecs/lz4.js';
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

  test('lz4 frames', async () => {
    const unpack = await loadLz4();
    const { compressFrameSync } = await import('lz4-napi');
    expect(unpack(compressFrameSync(text))).toEqual(text);
    expect(() => unpack(randomBytes(100))).toThrow();
  });

  test('zstd, also where two fetches meet it first at once', async () => {
    const [unpack] = await Promise.all([loadCodec('zstd'), loadCodec('zstd')]);
    expect(unpack(zstdText)).toEqual(text);
    expect(() => unpack(randomBytes(100))).toThrow();
  });
});
