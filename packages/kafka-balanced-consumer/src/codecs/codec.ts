import { unpackGzip } from './gzip.js';
import { unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import type { Unpack } from './unpack.js';
import { loadZstd } from './zstd.js';

/** How the records of a record batch can be packed. */
export type CodecName = 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** Codecs by their number in a batch's attributes (Kafka documentation, "Record Batch"); 0 is none. */
const NAMES: readonly (CodecName | undefined)[] = [undefined, 'gzip', 'snappy', 'lz4', 'zstd'];

const loaders: Readonly<Record<CodecName, () => Promise<Unpack>>> = {
  gzip: () => Promise.resolve(unpackGzip),
  snappy: () => Promise.resolve(unpackSnappy),
  lz4: () => Promise.resolve(unpackLz4),
  zstd: loadZstd,
};

const loaded = new Map<CodecName, Unpack>();

/** The codec of a number, loaded or not; undefined where Kafka has none of that number. */
export function codecName(id: number): CodecName | undefined {
  return NAMES[id];
}

/** The unpacking of a codec; undefined while {@link loadCodec} has not loaded it. */
export function loadedCodec(name: CodecName): Unpack | undefined {
  return loaded.get(name);
}

const loading = new Map<CodecName, Promise<Unpack>>();

/**
 * Loads a codec, once for the process. Two fetches that meet it first at the same time wait for the same loading: zstd's
 * WebAssembly, begun twice at once, mixes its two instances up and reads nothing any more.
 */
export function loadCodec(name: CodecName): Promise<Unpack> {
  let begun = loading.get(name);
  if (begun === undefined) {
    begun = loadOnce(name);
    loading.set(name, begun);
  }
  return begun;
}

async function loadOnce(name: CodecName): Promise<Unpack> {
  try {
    const unpack = await loaders[name]();
    loaded.set(name, unpack);
    return unpack;
  } catch (error) {
    loading.delete(name);
    throw error;
  }
}
