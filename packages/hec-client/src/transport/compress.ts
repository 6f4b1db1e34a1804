import { gzip } from 'node:zlib';

// zlib hands its output on in pieces of this size; the default of 16 KiB costs several times the turns of the loop.
const CHUNK = 256 * 1024;

/** Compresses on libuv's threads; undefined when zlib fails, and then the body goes as it is. Never rejects. */
export function compress(body: Uint8Array, level: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    gzip(body, { level, chunkSize: CHUNK }, (error, result) => resolve(error === null ? result : undefined));
  });
}
