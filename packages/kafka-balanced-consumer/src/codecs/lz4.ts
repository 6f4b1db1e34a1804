import { MOST_UNPACKED } from './limits.js';
import { unpackLz4Block, viewed } from './lz4-block.js';
import { visitLz4Blocks } from './lz4-frames.js';
import { mostOfLz4, sizeOfLz4 } from './lz4-size.js';
import type { TakeMemory } from './unpack.js';

/**
 * Up to so many bytes of room for each packed one nobody counts what it really takes, which costs a quarter of the
 * unpacking: with blocks of 64 KiB, as Kafka's clients write them, that wastes half a block.
 */
const GENEROUS = 16;

/**
 * Unpacks lz4 in its frame format, which is Kafka's.
 *
 * @throws RangeError where it is not as it should be, or unpacks to too much
 */
export function unpackLz4(packed: Buffer, memory: TakeMemory = Buffer.allocUnsafeSlow): Buffer {
  const most = mostOfLz4(packed);
  const room = most <= packed.length * GENEROUS ? most : sizeOfLz4(packed);
  if (room > MOST_UNPACKED) throw new RangeError(`it unpacks to more than ${MOST_UNPACKED} bytes`);
  const unpacked = memory(room);
  const source = viewed(packed);
  const target = viewed(unpacked);
  let frame = 0;
  let at = 0;
  visitLz4Blocks(packed, (start, end, block) => {
    if (block.first) frame = at;
    if (block.packed) at = unpackLz4Block(source, { start, end }, target, frame, at);
    else at += packed.copy(unpacked, at, start, end);
  });
  return unpacked.subarray(0, at);
}
