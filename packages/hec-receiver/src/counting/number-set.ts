const firstBytes = 8 * 1024;

/** A set of whole numbers from 0 on, one bit each; 20 million numbers take 2.5 MB. */
export class NumberSet {
  #bits = new Uint8Array(firstBytes);
  #size = 0;
  #highest = -1;
  readonly #maxBytes: number;

  /** @param maxBytes - numbers that would need more are refused */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#size;
  }

  /** -1 while empty. */
  get highest(): number {
    return this.#highest;
  }

  get bytes(): number {
    return this.#bits.length;
  }

  /** Adds a number: `new`, `known` when it was in already, `refused` when it is too large to be kept. */
  add(number: number): 'new' | 'known' | 'refused' {
    const byte = Math.floor(number / 8);
    if (byte >= this.#bits.length && !this.#grow(byte)) return 'refused';
    const mask = 1 << (number & 7);
    const before = this.#bits[byte]!;
    if ((before & mask) !== 0) return 'known';
    this.#bits[byte] = before | mask;
    this.#size++;
    if (number > this.#highest) this.#highest = number;
    return 'new';
  }

  has(number: number): boolean {
    const byte = this.#bits[Math.floor(number / 8)];
    return byte !== undefined && (byte & (1 << (number & 7))) !== 0;
  }

  /** The first `limit` numbers below `below` that are not in. */
  missing(limit: number, below: number): number[] {
    const found: number[] = [];
    for (let number = 0; number < below && found.length < limit; number++) {
      // Whole bytes of ones are the common case.
      if ((number & 7) === 0 && this.#bits[number / 8] === 0xff && number + 8 <= below) number += 7;
      else if (!this.has(number)) found.push(number);
    }
    return found;
  }

  #grow(byte: number): boolean {
    if (byte >= this.#maxBytes) return false;
    let length = this.#bits.length;
    while (length <= byte) length *= 2;
    const grown = new Uint8Array(Math.min(length, this.#maxBytes));
    grown.set(this.#bits);
    this.#bits = grown;
    return true;
  }
}
