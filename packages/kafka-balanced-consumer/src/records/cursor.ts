/**
 * A place in bytes, from which numbers are read as Kafka's record format writes them. It never reads at or behind
 * `end`. Fields are plain and methods short: this is the innermost loop.
 */
export class Cursor {
  readonly bytes: Buffer;
  at: number;
  end: number;

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /**
   * Reads a zigzag varint of at most 32 bits.
   *
   * @throws RangeError where it has no end
   */
  varint(): number {
    let byte = nextByte(this);
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let raw = byte & 0x7f;
    for (let bits = 7; bits < 35; bits += 7) {
      byte = nextByte(this);
      raw |= (byte & 0x7f) << bits;
      if (byte < 0x80) return (raw >>> 1) ^ -(raw & 1);
    }
    throw new RangeError('a number in it has no end');
  }

  /**
   * Reads a zigzag varint of at most 64 bits. Exact up to 2^53.
   *
   * @throws RangeError where it has no end
   */
  varlong(): number {
    const byte = nextByte(this);
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let raw = byte & 0x7f;
    for (let scale = 0x80, left = 9; left > 0; left--, scale *= 0x80) {
      const next = nextByte(this);
      raw += (next & 0x7f) * scale;
      if (next < 0x80) return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
    }
    throw new RangeError('a number in it has no end');
  }

  /**
   * Steps over a field with its length in front: -1 is null and takes no bytes. Answers the length.
   *
   * @throws RangeError where the field ends behind `end`
   */
  skipField(): number {
    const length = this.varint();
    if (length > 0) {
      if (length > this.end - this.at) throw new RangeError('a field in it ends behind it');
      this.at += length;
    } else if (length < -1) throw new RangeError('a field in it has a negative length');
    return length;
  }
}

function nextByte(cursor: Cursor): number {
  if (cursor.at >= cursor.end) throw new RangeError('it ends in the middle of a record');
  return cursor.bytes[cursor.at++] as number;
}
