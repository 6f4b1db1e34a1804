import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { unpackGzip } from '../../../src/broker/codecs/gzip.js';
import { unpackLz4 } from '../../../src/broker/codecs/lz4.js';
import { unpackSnappy } from '../../../src/broker/codecs/snappy.js';
import { unpackZstd } from '../../../src/broker/codecs/zstd.js';

const text = Buffer.from('GET /index.html 200\n'.repeat(5000));

describe('codecs', () => {
  test('gzip: one buffer of the right size, also where the size at the end is wrong', async () => {
    const unpacked = await unpackGzip(gzipSync(text));
    expect(unpacked).toEqual(text);
    expect(unpacked.buffer.byteLength).toBeLessThan(text.length + 1024);
    const two = Buffer.concat([gzipSync(text), gzipSync(Buffer.from('x'))]);
    expect(await unpackGzip(two)).toEqual(Buffer.concat([text, Buffer.from('x')]));
  });

  test('snappy: raw and in blocks', async () => {
    const { compress } = (await import('snappyjs')) as unknown as { compress(bytes: Buffer): Buffer };
    expect(await unpackSnappy(compress(text))).toEqual(text);
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
    expect(await unpackSnappy(framed)).toEqual(text);
    await expect(unpackSnappy(framed.subarray(0, framed.length - 5))).rejects.toThrow(/ends behind/);
  });

  test('lz4 frames', async () => {
    const { compressFrameSync } = await import('lz4-napi');
    expect(await unpackLz4(compressFrameSync(text))).toEqual(text);
    await expect(unpackLz4(randomBytes(100))).rejects.toThrow();
  });

  test('zstd', async () => {
    const wasm = await import('@bokuweb/zstd-wasm');
    await wasm.init();
    expect(await unpackZstd(Buffer.from(wasm.compress(text)))).toEqual(text);
    await expect(unpackZstd(randomBytes(100))).rejects.toThrow();
  });
});
