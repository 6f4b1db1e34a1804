import { MOST_UNPACKED } from './limits.js';
import { unpackSnappyBlock } from './snappy-block.js';

/** First bytes of xerial's framing of snappy, which Kafka's Java clients write. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

/** Magic, version and compatible version. */
const XERIAL_HEADER_BYTES = 16;

/** Unpacks snappy: raw, or in xerial's framing (a header, then blocks with their length in front). */
export function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unpackSnappyBlock(packed);
  const blocks: Buffer[] = [];
  let room = MOST_UNPACKED;
  let at = XERIAL_HEADER_BYTES;
  while (at < packed.length) {
    const start = at + 4;
    const end = start <= packed.length ? start + packed.readInt32BE(at) : Number.POSITIVE_INFINITY;
    if (end < start || end > packed.length) throw new RangeError('a block ends behind the batch');
    const block = unpackSnappyBlock(packed.subarray(start, end), room);
    room -= block.length;
    blocks.push(block);
    at = end;
  }
  return blocks.length === 1 ? (blocks[0] as Buffer) : Buffer.concat(blocks);
}
