import type { Unpack } from './codec.js';
import { MOST_UNPACKED } from './limits.js';
import { mostOfLz4 } from './lz4-size.js';

/** Loads the unpacking of lz4. Kafka's lz4 is the frame format. */
export async function loadLz4(): Promise<Unpack> {
  const { decompressFrameSync } = await import('lz4-napi');
  return (packed) => {
    if (mostOfLz4(packed) > MOST_UNPACKED && mostOfLz4(packed, true) > MOST_UNPACKED)
      throw new RangeError(`it unpacks to more than ${MOST_UNPACKED} bytes`);
    return decompressFrameSync(packed);
  };
}
