import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { messageOf } from '../../errors.js';
import { MOST_UNPACKED } from './limits.js';

type Unpack = (packed: Buffer) => Promise<Buffer>;

/** Node has zstd of its own from 22.15 on; its types for Node 20 do not know it. */
type ZlibWithZstd = typeof zlib & {
  zstdDecompress?: (
    packed: Buffer,
    options: { maxOutputLength: number },
    done: (error: Error | null, unpacked: Buffer) => void,
  ) => void;
};

/** The frame does not tell how much it unpacks to and the room given was too small (zstd, dstSize_tooSmall). */
const TOO_SMALL = '-70';

let unpack: Promise<Unpack> | undefined;

/** Unpacks zstd: by Node where it can, else in WebAssembly. */
export async function unpackZstd(packed: Buffer): Promise<Buffer> {
  unpack ??= choose();
  return (await unpack)(packed);
}

async function choose(): Promise<Unpack> {
  const native = (zlib as ZlibWithZstd).zstdDecompress;
  if (native !== undefined) {
    const run = promisify(native);
    return (packed) => run(packed, { maxOutputLength: MOST_UNPACKED });
  }
  const wasm = await import('@bokuweb/zstd-wasm');
  await wasm.init();
  return async (packed) => {
    for (let room = Math.max(1024 * 1024, packed.length * 8); ; room *= 4) {
      try {
        const bytes = wasm.decompress(packed, { defaultHeapSize: Math.min(room, MOST_UNPACKED) });
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      } catch (error) {
        if (!messageOf(error).endsWith(TOO_SMALL) || room >= MOST_UNPACKED) throw error;
      }
    }
  };
}
