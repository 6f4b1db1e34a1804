import kafkajs from 'kafkajs';
import { ConsumerError, messageOf } from '../../errors.js';
import { unpackGzip } from './gzip.js';
import { unpackLz4 } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import { unpackZstd } from './zstd.js';

// Node cannot see this name from outside (kafkajs is CommonJS): only the default import works there. Jest sees both.
const { CompressionCodecs, CompressionTypes } = kafkajs;

type CodecName = 'gzip' | 'snappy' | 'lz4' | 'zstd';

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(packed: Buffer): Promise<Buffer>;
}

const own: readonly [CodecName, keyof typeof CompressionCodecs, (packed: Buffer) => Promise<Buffer>][] = [
  ['snappy', CompressionTypes.Snappy, unpackSnappy],
  ['lz4', CompressionTypes.LZ4, unpackLz4],
  ['zstd', CompressionTypes.ZSTD, unpackZstd],
];

/**
 * Gives kafkajs the codecs that it lacks; one that somebody else has registered stays. kafkajs keeps one table for
 * the whole process, and without an entry a single packed batch ends the consumer. gzip is kafkajs's own for packing,
 * with our faster unpacking.
 */
export function registerCodecs(): void {
  for (const [name, type, unpack] of own) {
    if (isRegistered(type)) continue;
    const codec = codecOf(name, unpack);
    CompressionCodecs[type] = () => codec;
  }
  const gzip = CompressionCodecs[CompressionTypes.GZIP]() as Codec;
  const faster = { ...codecOf('gzip', unpackGzip), compress: gzip.compress };
  CompressionCodecs[CompressionTypes.GZIP] = () => faster;
}

function isRegistered(type: keyof typeof CompressionCodecs): boolean {
  try {
    return CompressionCodecs[type]() !== undefined;
  } catch {
    return false;
  }
}

function codecOf(name: CodecName, unpack: (packed: Buffer) => Promise<Buffer>): Codec {
  return {
    compress: () => Promise.reject(unreadable(`packing with ${name} is not offered`)),
    decompress: (packed) =>
      unpack(packed).catch((error: unknown) => {
        throw unreadable(
          `a record batch of ${packed.length} bytes, packed with ${name}, cannot be unpacked: ${messageOf(error)}`,
        );
      }),
  };
}

/** `retriable` is read by kafkajs: fetching the same bytes again would fail in the same way, silently and for ever. */
function unreadable(message: string): ConsumerError {
  return Object.assign(new ConsumerError('KBC_UNREADABLE_BATCH', message), { retriable: false });
}
