import { isUtf8 } from 'node:buffer';

/** Most bytes that one byte of text can become: `\u0000`. */
export const WORST_ESCAPE = 6;

const PLAIN = 0;
const CONTROL = 1;
const NON_ASCII = 2;
// 0: stands for itself. 1: \u00xx. 2: part of a UTF-8 sequence. Anything else: the letter behind the backslash.
const CLASS = new Uint8Array(256);
CLASS.fill(CONTROL, 0x00, 0x20);
CLASS.fill(NON_ASCII, 0x80, 0x100);
for (const [byte, letter] of ['\bb', '\tt', '\nn', '\ff', '\rr', '""', '\\\\']) {
  CLASS[byte!.charCodeAt(0)] = letter!.charCodeAt(0);
}

const HEX = Buffer.from('0123456789abcdef');
const BACKSLASH = 0x5c;

/**
 * Writes the bytes `[start, end)` of `source` as the inside of a JSON text (without the quotes) and answers the
 * position behind it. For valid UTF-8 the result is what JSON.stringify gives. An invalid sequence becomes one
 * U+FFFD per maximal part of it, as the WHATWG decoder (`TextDecoder`) does; a byte order mark is kept.
 *
 * The target needs {@link jsonTextLength} bytes of room, which is at most {@link WORST_ESCAPE} a byte.
 *
 * This loop is most of what an event costs. It moves four bytes at a time, through views that the caller keeps, and
 * jumps to the first special one among them: less than half the time of a loop over single bytes.
 */
export function writeJsonText(
  source: Uint8Array,
  sourceView: DataView,
  start: number,
  end: number,
  target: Uint8Array,
  targetView: DataView,
  at: number,
): number {
  let read = start;
  let write = at;
  const lastWord = end - 4;
  while (read <= lastWord) {
    const word = sourceView.getInt32(read, true);
    // What follows a special byte is written over again; there is room, since no byte becomes less than one.
    targetView.setInt32(write, word, true);
    // Each term has the top bit of a byte set when that byte is: over 0x7f, under 0x20, a quote, a backslash. A
    // borrow can set a bit too many, but only above a byte that is special indeed, so the lowest bit is right.
    const special =
      (word | (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) &
      0x80808080;
    if (special === 0) {
      read += 4;
      write += 4;
      continue;
    }
    const plain = (31 - Math.clz32(special & -special)) >> 3;
    read += plain;
    write += plain;
    const kind = CLASS[source[read]!]!;
    if (kind > NON_ASCII) {
      target[write] = BACKSLASH;
      target[write + 1] = kind;
      write += 2;
      read++;
    } else {
      write = writeRare(source, read, end, target, write);
      read = readUpTo;
    }
  }
  while (read < end) {
    const byte = source[read]!;
    const kind = CLASS[byte]!;
    if (kind === PLAIN) {
      target[write++] = byte;
      read++;
    } else {
      write = writeRare(source, read, end, target, write);
      read = readUpTo;
    }
  }
  return write;
}

// The second result of writeRare: an object per call would be garbage per event.
let readUpTo = 0;

/** Writes the special byte at `at`, with a whole run of bytes over 0x7f; leaves in `readUpTo` where it ends. */
function writeRare(source: Uint8Array, read: number, end: number, target: Uint8Array, at: number): number {
  const byte = source[read]!;
  const kind = CLASS[byte]!;
  if (kind === NON_ASCII) return writeNonAscii(source, read, end, target, at);
  readUpTo = read + 1;
  target[at] = BACKSLASH;
  if (kind !== CONTROL) {
    target[at + 1] = kind;
    return at + 2;
  }
  target[at + 1] = 0x75;
  target[at + 2] = 0x30;
  target[at + 3] = 0x30;
  target[at + 4] = HEX[byte >> 4]!;
  target[at + 5] = HEX[byte & 15]!;
  return at + 6;
}

function writeNonAscii(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  let read = start;
  let write = at;
  while (read < end && source[read]! > 0x7f) {
    const length = sequenceLength(source, read, end);
    if (length > 0) {
      for (let i = 0; i < length; i++) target[write++] = source[read++]!;
    } else {
      target[write++] = 0xef;
      target[write++] = 0xbf;
      target[write++] = 0xbd;
      read -= length;
    }
  }
  readUpTo = read;
  return write;
}

/** Length of the UTF-8 sequence at `at`; negative for an invalid one: minus the bytes that one U+FFFD replaces. */
function sequenceLength(source: Uint8Array, at: number, end: number): number {
  const lead = source[at]!;
  if (lead < 0xc2 || lead > 0xf4) return -1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  // The second byte's bounds leave out overlong forms, surrogates and what lies above U+10FFFF.
  let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let i = 1; i < length; i++) {
    const byte = at + i < end ? source[at + i]! : 0;
    if (byte < lower || byte > upper) return -i;
    lower = 0x80;
    upper = 0xbf;
  }
  return length;
}

/** Bytes that {@link writeJsonText} will write, or a few more where the text is not valid UTF-8. */
export function jsonTextLength(source: Uint8Array, start: number, end: number): number {
  const nonAscii = isUtf8(source.subarray(start, end)) ? 1 : 3;
  let length = 0;
  for (let i = start; i < end; i++) {
    const kind = CLASS[source[i]!]!;
    length += kind === PLAIN ? 1 : kind === NON_ASCII ? nonAscii : kind === CONTROL ? WORST_ESCAPE : 2;
  }
  return length;
}

/** Whether a range holds nothing but ASCII white space, or nothing at all. Splunk calls such an event blank. */
export function isBlank(source: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = source[i]!;
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d)) return false;
  }
  return true;
}
