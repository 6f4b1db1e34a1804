import * as zlib from 'node:zlib';
import { messageOf } from '../errors.js';
import { MOST_UNPACKED } from './limits.js';
import type { Unpack } from './unpack.js';
import { claimOfZstd } from './zstd-size.js';

/** Node has zstd of its own from 22.15 on; its types for Node 20 do not know it. */
type ZlibWithZstd = typeof zlib & {
  zstdDecompressSync?: (packed: Buffer, options: { maxOutputLength: number }) => Buffer;
};

/** The frame does not tell how much it unpacks to and the room given was too small (zstd, dstSize_tooSmall). */
const TOO_SMALL = '-70';

/** Loads the unpacking of zstd: Node's own where it has one, else WebAssembly. */
export async function loadZstd(): Promise<Unpack> {
  const native = (zlib as ZlibWithZstd).zstdDecompressSync;
  if (native !== undefined) return (packed) => native(packed, { maxOutputLength: MOST_UNPACKED });
  const wasm = await import('@bokuweb/zstd-wasm');
  await wasm.init();
  return (packed) => {
    // WebAssembly takes as much memory as the frame claims, and never gives memory back.
    const claim = claimOfZstd(packed);
    if (claim !== undefined && claim > MOST_UNPACKED) throw new RangeError(`it claims ${claim} bytes`);
    for (let room = Math.max(1024 * 1024, packed.length * 8); ; room *= 4) {
      try {
        const bytes = wasm.decompress(packed, { defaultHeapSize: Math.min(room, MOST_UNPACKED) });
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        // One that says how much it holds has had that much room: more would change nothing.
        const known = claim !== undefined || room >= MOST_UNPACKED;
        if (known || !messageOf(error).endsWith(TOO_SMALL)) throw error;
      }
    }
  };
}
