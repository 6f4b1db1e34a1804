import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import type { RecordSlots, SlotName } from './record-slots.js';

const ABSENT = 0xffff_ffff;
// FNV-1a, 32 bits.
const SEED = 0x811c_9dc5;
const PRIME = 0x0100_0193;

/**
 * The bytes of all things of a record that its metadata is made of, one behind the other, each with its length: equal
 * keys make equal metadata. Written into one buffer again and again, so that looking one up makes no garbage.
 */
export class SlotKey {
  hash = 0;
  length = 0;
  bytes: Buffer = Buffer.allocUnsafeSlow(256);

  /** Writes the key of a record. @param owner - number of whom it belongs to: others may have other metadata for it */
  write(owner: number, slots: readonly SlotName[], record: RecordSlots, records: RecordBatch): void {
    this.hash = SEED;
    this.length = 0;
    this.#number(owner);
    for (const slot of slots) {
      const start = record.start(slot);
      if (start < 0) {
        this.#number(ABSENT);
        continue;
      }
      const end = record.end(slot);
      this.#number(end - start);
      this.#copy(records.buffer, start, end);
    }
  }

  /** Whether these are the bytes. */
  equals(other: Uint8Array): boolean {
    if (other.length !== this.length) return false;
    for (let i = 0; i < this.length; i++) if (this.bytes[i] !== other[i]) return false;
    return true;
  }

  /** A copy of the bytes, to be kept. */
  copy(): Uint8Array {
    return Uint8Array.prototype.slice.call(this.bytes, 0, this.length);
  }

  #number(number: number): void {
    this.#room(4);
    this.bytes.writeUInt32LE(number, this.length);
    this.length += 4;
    this.hash = Math.imul(this.hash ^ number, PRIME);
  }

  #copy(source: Uint8Array, start: number, end: number): void {
    this.#room(end - start);
    let { hash, length } = this;
    for (let at = start; at < end; at++) {
      const byte = source[at] as number;
      this.bytes[length++] = byte;
      hash = Math.imul(hash ^ byte, PRIME);
    }
    this.hash = hash;
    this.length = length;
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.length + bytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
