import { visitLz4Blocks } from './lz4-frames.js';

/**
 * The most that lz4 frames can unpack to: each packed block to the size that its frame allows for one.
 *
 * @throws RangeError where they are no frames
 */
export function mostOfLz4(packed: Buffer): number {
  let total = 0;
  visitLz4Blocks(packed, (start, end, block) => {
    total += block.packed ? block.most : end - start;
  });
  return total;
}

/**
 * What lz4 frames unpack to, so that memory of that size can be taken, or refused: a megabyte may hold a quarter of a
 * gigabyte. Of a block that is not as it should be, what cannot be right counts as far as it goes.
 *
 * @throws RangeError where they are no frames
 */
export function sizeOfLz4(packed: Buffer): number {
  let total = 0;
  visitLz4Blocks(packed, (start, end, block) => {
    total += block.packed ? sizeOfBlock(packed, start, end) : end - start;
  });
  return total;
}

/** Adds up the literals and copies of one block (lz4_Block_format.md). */
function sizeOfBlock(packed: Buffer, start: number, end: number): number {
  let total = 0;
  let at = start;
  while (at < end) {
    const token = packed[at++] as number;
    let literals = token >>> 4;
    if (literals === 15) {
      for (let byte = 255; byte === 255 && at < end; literals += byte) byte = packed[at++] as number;
    }
    at += literals;
    total += literals;
    // The last sequence of a block has literals only.
    if (at >= end) return total;
    at += 2;
    let copied = token & 15;
    if (copied === 15) {
      for (let byte = 255; byte === 255 && at < end; copied += byte) byte = packed[at++] as number;
    }
    total += copied + 4;
  }
  return total;
}
