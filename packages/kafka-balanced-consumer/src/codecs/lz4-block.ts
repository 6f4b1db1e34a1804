/** Bytes with a view of them, for copying four at a time. */
export interface ViewedBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** The bytes with a view of them. */
export function viewed(bytes: Buffer): ViewedBytes {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** Bytes of one step of a copy. */
const STEP = 8;

/**
 * Unpacks one block of lz4 (lz4_Block_format.md): stretches of literals and, behind each, a copy of what came before.
 *
 * Every length is held to the bytes that are there and to the end of the target: the packed bytes are whatever a producer
 * wrote. Copies go in steps of eight bytes, and may write up to seven more than they should where there is room: what
 * comes next is written over them.
 *
 * @param from - where the block lies in the source
 * @param frame - where the block's frame begins in the target: copies reach back no farther
 * @param at - where to write
 * @returns the place behind the last byte written
 * @throws RangeError where the block is not as it should be, or holds more than the target
 */
export function unpackLz4Block(
  { bytes: source, view: sourceView }: ViewedBytes,
  from: { readonly start: number; readonly end: number },
  { bytes: target, view: targetView }: ViewedBytes,
  frame: number,
  at: number,
): number {
  const { end } = from;
  const limit = target.length;
  let read = from.start;
  let write = at;
  for (;;) {
    if (read >= end) throw cutOff();
    const token = source[read++] as number;
    let length = token >>> 4;
    if (length === 15) {
      for (let byte = 255; byte === 255; length += byte) {
        if (read >= end) throw cutOff();
        byte = source[read++] as number;
      }
    }
    if (length > end - read) throw cutOff();
    if (length > limit - write) throw tooMuch();
    const literalsEnd = read + length;
    if (literalsEnd + STEP <= end && write + length + STEP <= limit) {
      let to = write;
      for (let at8 = read; at8 < literalsEnd; at8 += STEP, to += STEP) {
        targetView.setInt32(to, sourceView.getInt32(at8, true), true);
        targetView.setInt32(to + 4, sourceView.getInt32(at8 + 4, true), true);
      }
    } else source.copy(target, write, read, literalsEnd);
    write += length;
    read = literalsEnd;
    // The last sequence of a block has literals only.
    if (read === end) return write;

    if (end - read < 2) throw cutOff();
    const back = (source[read] as number) | ((source[read + 1] as number) << 8);
    read += 2;
    length = token & 15;
    if (length === 15) {
      for (let byte = 255; byte === 255; length += byte) {
        if (read >= end) throw cutOff();
        byte = source[read++] as number;
      }
    }
    length += 4;
    if (back === 0 || back > write - frame) throw new RangeError('a copy begins before the first byte');
    if (length > limit - write) throw tooMuch();
    const stop = write + length;
    if (back >= STEP && stop + STEP <= limit) {
      for (let copied = write - back; write < stop; write += STEP, copied += STEP) {
        targetView.setInt32(write, targetView.getInt32(copied, true), true);
        targetView.setInt32(write + 4, targetView.getInt32(copied + 4, true), true);
      }
      write = stop;
    } else while (write < stop) target[write] = target[write++ - back] as number;
  }
}

function cutOff(): RangeError {
  return new RangeError('it ends too early');
}

function tooMuch(): RangeError {
  return new RangeError('it holds more than it says');
}
