/** First bytes of a frame, as a little-endian number (lz4_Frame_format.md). */
const MAGIC = 0x184d2204;

const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** The highest bit of a block's length says that it is not packed. */
const PLAIN = 0x8000_0000;

/**
 * The most that lz4 frames, one behind the other, can unpack to: each packed block to the size that its frame allows
 * for one. The library that unpacks them has no limit of its own, and a megabyte may hold a quarter of a gigabyte.
 *
 * @param exactly - counts what each block really unpacks to. Slower, and needed only where the quick answer is too much
 * @throws RangeError where they are no frames
 */
export function mostOfLz4(packed: Buffer, exactly = false): number {
  let total = 0;
  let at = 0;
  while (at < packed.length) {
    if (packed.length - at < 7) throw new RangeError('a frame in it ends too early');
    if (packed.readUInt32LE(at) !== MAGIC) throw new RangeError('it is no lz4 frame');
    const flags = packed[at + 4] as number;
    const sizeId = ((packed[at + 5] as number) >>> 4) & 7;
    if (sizeId < 4) throw new RangeError(`a frame in it has blocks of the size ${sizeId}`);
    const blockBytes = 1 << (8 + 2 * sizeId);
    at += 7 + ((flags & CONTENT_SIZE) === 0 ? 0 : 8) + ((flags & DICTIONARY) === 0 ? 0 : 4);
    for (;;) {
      if (packed.length - at < 4) throw new RangeError('a frame in it ends too early');
      const length = packed.readUInt32LE(at);
      at += 4;
      if (length === 0) break;
      const bytes = length % PLAIN;
      if (bytes > packed.length - at) throw new RangeError('a block in it ends too early');
      if (length >= PLAIN) total += bytes;
      else total += exactly ? sizeOfBlock(packed, at, at + bytes) : blockBytes;
      at += bytes + ((flags & BLOCK_CHECKSUM) === 0 ? 0 : 4);
    }
    if ((flags & CONTENT_CHECKSUM) !== 0) at += 4;
  }
  return total;
}

/** Adds up the literals and copies of one block (lz4_Block_format.md); what cannot be right counts as far as it goes. */
function sizeOfBlock(packed: Buffer, start: number, end: number): number {
  let total = 0;
  let at = start;
  const more = (nibble: number): number => {
    let length = nibble;
    for (let byte = nibble === 15 ? 255 : 0; byte === 255 && at < end; length += byte)
      byte = packed[at++] as number;
    return length;
  };
  while (at < end) {
    const token = packed[at++] as number;
    const literals = more(token >>> 4);
    at += literals;
    total += literals;
    // The last sequence of a block has literals only.
    if (at >= end) return total;
    at += 2;
    total += more(token & 15) + 4;
  }
  return total;
}
