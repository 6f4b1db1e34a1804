import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { unpackGzip } from '../../../src/codecs/gzip.js';
import { loadLz4 } from '../../../src/codecs/lz4.js';
import { loadSnappy } from '../../../src/codecs/snappy.js';
import { loadZstd } from '../../../src/codecs/zstd.js';

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
    const unpack = await loadSnappy();
    const { compress } = (await import('snappyjs')) as unknown as { compress(bytes: Buffer): Buffer };
    expect(unpack(compress(text))).toEqual(text);
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
    expect(unpack(framed)).toEqual(text);
    expect(() => unpack(framed.subarray(0, framed.length - 5))).toThrow(/ends behind/);
  });

  test('lz4 frames', async () => {
    const unpack = await loadLz4();
    const { compressFrameSync } = await import('lz4-napi');
    expect(unpack(compressFrameSync(text))).toEqual(text);
    expect(() => unpack(randomBytes(100))).toThrow();
  });

  test('zstd', async () => {
    const unpack = await loadZstd();
    const wasm = await import('@bokuweb/zstd-wasm');
    await wasm.init();
    expect(unpack(Buffer.from(wasm.compress(text)))).toEqual(text);
    expect(() => unpack(randomBytes(100))).toThrow();
  });
});
