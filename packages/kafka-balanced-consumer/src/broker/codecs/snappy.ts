/// <reference path="./snappyjs.d.ts" />
import { MOST_UNPACKED } from './limits.js';

/** First bytes of xerial's framing of snappy, which Kafka's Java clients write. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);

/** Magic, version and compatible version. */
const XERIAL_HEADER_BYTES = 16;

/** Unpacks snappy: raw, or in xerial's framing (a header, then blocks with their length in front). */
export async function unpackSnappy(packed: Buffer): Promise<Buffer> {
  const { uncompress } = await import('snappyjs');
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return uncompress(packed, MOST_UNPACKED);
  const blocks: Buffer[] = [];
  let at = XERIAL_HEADER_BYTES;
  while (at < packed.length) {
    const length = packed.readInt32BE(at);
    const end = at + 4 + length;
    if (length < 0 || end > packed.length) throw new Error('a block ends behind the batch');
    blocks.push(uncompress(packed.subarray(at + 4, end), MOST_UNPACKED));
    at = end;
  }
  return blocks.length === 1 ? (blocks[0] as Buffer) : Buffer.concat(blocks);
}
