import { readInt64 } from '../records/batch-frame.js';

/** Reads an answer of a broker from its beginning on. All methods throw a RangeError where the bytes end. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int8(): number {
    return this.#bytes.readInt8(this.#step(1));
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#step(2));
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#step(4));
  }

  /** Exact up to 2^53. */
  int64(): number {
    return readInt64(this.#bytes, this.#step(8));
  }

  string(): string {
    const length = Math.max(0, this.int16());
    const start = this.#step(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** Bytes with their length in front, as a view; empty for null. */
  bytes(): Buffer {
    const length = Math.max(0, this.int32());
    const start = this.#step(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** A list with its length in front; empty for null. */
  array<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let left = this.int32(); left > 0; left--) items.push(item());
    return items;
  }

  /** Bytes as hexadecimal digits. */
  hex(length: number): string {
    const start = this.#step(length);
    return this.#bytes.toString('hex', start, start + length);
  }

  /** A string of the flexible versions of requests (KIP-482); empty for null. */
  compactString(): string {
    const length = Math.max(0, this.#uvarint() - 1);
    const start = this.#step(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  /** A list of the flexible versions; empty for null. */
  compactArray<T>(item: () => T): T[] {
    const items: T[] = [];
    for (let left = this.#uvarint() - 1; left > 0; left--) items.push(item());
    return items;
  }

  /** Passes over the tagged fields that end a structure of the flexible versions. */
  tags(): void {
    for (let left = this.#uvarint(); left > 0; left--) {
      this.#uvarint();
      this.#step(this.#uvarint());
    }
  }

  /** Up to 2^32. */
  #uvarint(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#step(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number in it has no end');
  }

  #step(length: number): number {
    const at = this.#at;
    if (length > this.#bytes.length - at) throw new RangeError('it ends too early');
    this.#at += length;
    return at;
  }
}
