import kafkajs from 'kafkajs';
import { type CodecName, loadCodec } from '../../codecs/codec.js';
import { ConsumerError, messageOf } from '../../errors.js';

// Node cannot see this name from outside (kafkajs is CommonJS): only the default import works there. Jest sees both.
const { CompressionCodecs, CompressionTypes } = kafkajs;

interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(packed: Buffer): Promise<Buffer>;
}

const lacking: readonly [CodecName, keyof typeof CompressionCodecs][] = [
  ['snappy', CompressionTypes.Snappy],
  ['lz4', CompressionTypes.LZ4],
  ['zstd', CompressionTypes.ZSTD],
];

/**
 * Gives kafkajs the codecs that it lacks; one that somebody else has registered stays. Its table is one for the whole
 * process, so this is done only once the plain path is needed: our own decoding of record batches does without.
 */
export function registerCodecs(): void {
  for (const [name, type] of lacking) {
    if (isRegistered(type)) continue;
    const codec = codecOf(name);
    CompressionCodecs[type] = () => codec;
  }
}

function isRegistered(type: keyof typeof CompressionCodecs): boolean {
  try {
    return CompressionCodecs[type]() !== undefined;
  } catch {
    return false;
  }
}

function codecOf(name: CodecName): Codec {
  return {
    compress: () => Promise.reject(unreadable(`packing with ${name} is not offered`)),
    decompress: async (packed) => {
      try {
        const unpack = await loadCodec(name);
        return unpack(packed);
      } catch (error) {
        throw unreadable(
          `a record batch of ${packed.length} bytes, packed with ${name}, cannot be unpacked: ${messageOf(error)}`,
        );
      }
    },
  };
}

/** `retriable` is read by kafkajs: fetching the same bytes again would fail in the same way, silently and for ever. */
function unreadable(message: string): ConsumerError {
  return Object.assign(new ConsumerError('KBC_UNREADABLE_BATCH', message), { retriable: false });
}
