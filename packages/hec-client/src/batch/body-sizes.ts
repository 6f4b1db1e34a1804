import type { Body } from './body.js';

const LARGEST_START = 64 * 1024;
const SMALLEST_START = 1024;
const EVENTS_START = 256;

/**
 * Which capacities bodies have: doubling steps from a small one up to the seal limit, so that a batch copies itself
 * a few times only and a finished body fits a later batch. A single larger event gets what it needs.
 */
export class BodySizes {
  /** Capacity that a batch begins with. */
  readonly start: number;
  /** Capacity of a batch that is full. */
  readonly full: number;

  /**
   * @param maxBytes - bytes at which a batch is sealed
   * @param maxHeldBytes - the byte bound; batches begin smaller when it is small
   */
  constructor(maxBytes: number, maxHeldBytes: number) {
    const share = Math.min(LARGEST_START, Math.max(SMALLEST_START, maxHeldBytes / 16));
    this.start = Math.min(2 ** Math.floor(Math.log2(share)), maxBytes);
    this.full = maxBytes;
  }

  /** Whether a body has the capacity of a later batch. */
  fits({ bytes, ends }: Body): boolean {
    return (
      this.bytesFor(bytes.length) === bytes.length && bytes.length <= this.full && ends.length >= EVENTS_START
    );
  }

  /** The capacity for so many bytes. */
  bytesFor(need: number): number {
    if (need > this.full) return need;
    let size = this.start;
    while (size < need) size *= 2;
    return Math.min(size, this.full);
  }

  /** The capacity for so many events. */
  eventsFor(need: number): number {
    let size = EVENTS_START;
    while (size < need) size *= 2;
    return size;
  }
}
