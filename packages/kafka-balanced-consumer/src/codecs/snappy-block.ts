import { MOST_UNPACKED } from './limits.js';

/** Copies shorter than this are done byte by byte: a call costs more. */
const WORTH_A_CALL = 24;

/**
 * Unpacks one block of raw snappy (google/snappy, format_description.txt): the unpacked length as a varint, then
 * literals and copies of what came before, told apart by the low two bits of their first byte.
 *
 * Every length is held to the bytes that are there, and to the length the block begins with. The packed bytes are
 * whatever a producer wrote, and a length that leads backwards would never end.
 *
 * @param most - bytes it may unpack to
 * @throws RangeError where the block is not as it should be, or larger
 */
export function unpackSnappyBlock(packed: Buffer, most: number = MOST_UNPACKED): Buffer {
  let at = 0;
  let length = 0;
  for (let scale = 1, byte = 0x80; byte >= 0x80; scale *= 0x80) {
    if (at === packed.length || at === 5) throw new RangeError('its length has no end');
    byte = packed[at++] as number;
    length += (byte & 0x7f) * scale;
  }
  // The densest element makes 64 bytes of three.
  if (length > most || length > packed.length * 22) throw new RangeError(`it claims ${length} bytes`);
  const to = Buffer.allocUnsafeSlow(length);
  let done = 0;
  while (at < packed.length) {
    const tag = packed[at++] as number;
    const kind = tag & 3;
    if (kind === 0) {
      let size = tag >>> 2;
      if (size >= 60) {
        const wide = size - 59;
        if (wide > packed.length - at) throw cutOff();
        size = packed.readUIntLE(at, wide);
        at += wide;
      }
      size++;
      if (size > packed.length - at) throw cutOff();
      if (size > length - done) throw tooMuch();
      if (size < WORTH_A_CALL) for (let i = 0; i < size; i++) to[done + i] = packed[at + i] as number;
      else packed.copy(to, done, at, at + size);
      at += size;
      done += size;
      continue;
    }
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
    const wide = kind === 3 ? 4 : kind;
    if (wide > packed.length - at) throw cutOff();
    let back = packed[at] as number;
    if (kind === 1) back |= (tag >>> 5) << 8;
    else back = kind === 2 ? back | ((packed[at + 1] as number) << 8) : packed.readUInt32LE(at);
    at += wide;
    if (back === 0 || back > done) throw new RangeError('a copy begins before the first byte');
    if (size > length - done) throw tooMuch();
    // A copy may run into what it writes itself: that is how a pattern is repeated.
    if (size < WORTH_A_CALL || back < size) {
      for (let i = 0; i < size; i++) to[done + i] = to[done + i - back] as number;
    } else to.copyWithin(done, done - back, done - back + size);
    done += size;
  }
  if (done !== length) throw new RangeError(`it says ${length} bytes and holds ${done}`);
  return to;
}

function cutOff(): RangeError {
  return new RangeError('it ends too early');
}

function tooMuch(): RangeError {
  return new RangeError('it holds more than it says');
}
