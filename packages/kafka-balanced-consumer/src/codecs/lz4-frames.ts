/** First bytes of a frame, as a little-endian number (lz4_Frame_format.md). */
const MAGIC = 0x184d2204;

const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** The highest bit of a block's length says that it is not packed. */
const PLAIN = 0x8000_0000;

/**
 * A block of a frame: where its bytes lie, whether they are packed and to how much at most, and whether it is the first
 * of its frame.
 */
export type Lz4BlockVisitor = (
  start: number,
  end: number,
  block: { readonly packed: boolean; readonly most: number; readonly first: boolean },
) => void;

/**
 * Shows the blocks of lz4 frames, one frame behind the other. Their checksums are not looked at: that of the record batch
 * covers the same bytes. A frame that needs a dictionary cannot be read, and Kafka has none.
 *
 * @throws RangeError where they are no frames
 */
export function visitLz4Blocks(packed: Buffer, visit: Lz4BlockVisitor): void {
  let at = 0;
  while (at < packed.length) {
    if (packed.length - at < 7) throw new RangeError('a frame in it ends too early');
    if (packed.readUInt32LE(at) !== MAGIC) throw new RangeError('it is no lz4 frame');
    const flags = packed[at + 4] as number;
    const sizeId = ((packed[at + 5] as number) >>> 4) & 7;
    if (sizeId < 4) throw new RangeError(`a frame in it has blocks of the size ${sizeId}`);
    if ((flags & DICTIONARY) !== 0) throw new RangeError('a frame in it needs a dictionary');
    const most = 1 << (8 + 2 * sizeId);
    at += 7 + ((flags & CONTENT_SIZE) === 0 ? 0 : 8);
    for (let first = true; ; first = false) {
      if (packed.length - at < 4) throw new RangeError('a frame in it ends too early');
      const length = packed.readUInt32LE(at);
      at += 4;
      if (length === 0) break;
      const bytes = length % PLAIN;
      if (bytes > packed.length - at) throw new RangeError('a block in it ends too early');
      visit(at, at + bytes, { packed: length < PLAIN, most, first });
      at += bytes + ((flags & BLOCK_CHECKSUM) === 0 ? 0 : 4);
    }
    if ((flags & CONTENT_CHECKSUM) !== 0) at += 4;
  }
}
