const r = 0x72;
const u = 0x75;
const n = 0x6e;
const equals = 0x3d;
const ampersand = 0x26;

/**
 * Finds the mark `run=<8 hex digits>&n=<decimal>` that a sample producer writes into each event. Works on bytes and makes
 * no objects: it stands in the way of every event. What it found last is in `run` and `number`.
 */
export class RunMark {
  run = 0;
  number = 0;

  /** Looks in `[start, end)`; false where there is no mark: a foreign event. */
  find(bytes: Buffer, start: number, end: number): boolean {
    // Shortest mark: run= 8 hex &n= 1 digit = 16 bytes.
    for (let at = start, last = end - 16; at <= last; at++) {
      if (bytes[at] === r && bytes[at + 1] === u && bytes[at + 2] === n && bytes[at + 3] === equals) {
        if (this.#read(bytes, at + 4, end)) return true;
      }
    }
    return false;
  }

  #read(bytes: Buffer, from: number, end: number): boolean {
    let run = 0;
    let at = from;
    for (; at < from + 8; at++) {
      const digit = hexValue(bytes[at]!);
      if (digit < 0) return false;
      run = run * 16 + digit;
    }
    if (bytes[at] !== ampersand || bytes[at + 1] !== n || bytes[at + 2] !== equals) return false;
    at += 3;
    const digits = at;
    let number = 0;
    // 15 digits are exact in a double; a longer number is no number of ours.
    for (; at < end && at - digits <= 15; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    if (at === digits || at - digits > 15) return false;
    this.run = run;
    this.number = number;
    return true;
  }
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37;
  return -1;
}
