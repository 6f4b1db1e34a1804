/// <reference path="./snappyjs.d.ts" />
import * as zlib from 'node:zlib';
import type { Change } from '@kafka-splunk/jest-preset/fuzz';
import fc from 'fast-check';
import { loadCodec } from '../src/codecs/codec.js';

/** What may be done to valid bytes. */
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(fc.tuple(fc.nat(5), fc.nat(), fc.nat()), {
  maxLength: 6,
});

type Pack = (bytes: Buffer) => Buffer;

let zstd: Promise<Pack> | undefined;

/** Begun once: see `loadCodec`. */
async function packZstd(): Promise<Pack> {
  await loadCodec('zstd');
  const wasm = await import('@bokuweb/zstd-wasm');
  // A newer Node has a zstd of its own, and nobody has begun this one.
  if ('zstdDecompressSync' in zlib) await wasm.init();
  return (bytes) => Buffer.from(wasm.compress(bytes));
}

/** How each codec packs. */
export const packers: ReadonlyMap<string, () => Promise<Pack>> = new Map([
  ['gzip', async () => (bytes: Buffer) => zlib.gzipSync(bytes)],
  [
    'snappy',
    async () => {
      const { compress } = await import('snappyjs');
      // It makes room for no bytes at all as it does for some, and forgets to say that there are none.
      return (bytes: Buffer) => (bytes.length === 0 ? Buffer.from([0]) : compress(bytes));
    },
  ],
  ['lz4', async () => (await import('lz4-napi')).compressFrameSync],
  [
    'zstd',
    () => {
      zstd ??= packZstd();
      return zstd;
    },
  ],
]);
