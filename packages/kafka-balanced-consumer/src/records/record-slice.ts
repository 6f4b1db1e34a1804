import type { RecordBatch, RecordHeader } from './record-batch.js';

/** The records `[first, first + count)` of another batch, under indexes of their own. */
export interface RecordSlice extends RecordBatch {
  /** The batch they are of: it is held and settled, not the slice. */
  readonly whole: RecordBatch;
  /** Index in {@link RecordSlice.whole} of record 0. */
  readonly first: number;
}

/** A part of a batch as a batch: for who passes records on in portions. It copies nothing, and holds the whole. */
export function sliceOf(whole: RecordBatch, from: number, to: number): RecordSlice {
  return new Slice(whole, from, to - from);
}

class Slice implements RecordSlice {
  readonly whole: RecordBatch;
  readonly first: number;
  readonly count: number;

  constructor(whole: RecordBatch, first: number, count: number) {
    this.whole = whole;
    this.first = first;
    this.count = count;
  }

  get topic(): string {
    return this.whole.topic;
  }

  get partition(): number {
    return this.whole.partition;
  }

  get generation(): number {
    return this.whole.generation;
  }

  get again(): boolean {
    return this.whole.again;
  }

  get stale(): boolean {
    return this.whole.stale;
  }

  get endOffset(): number {
    const end = this.first + this.count;
    return end < this.whole.count ? this.whole.offset(end) : this.whole.endOffset;
  }

  get buffer(): Buffer {
    return this.whole.buffer;
  }

  get byteLength(): number {
    return this.whole.byteLength;
  }

  offset(index: number): number {
    return this.whole.offset(this.first + index);
  }

  timestamp(index: number): number {
    return this.whole.timestamp(this.first + index);
  }

  valueStart(index: number): number {
    return this.whole.valueStart(this.first + index);
  }

  valueEnd(index: number): number {
    return this.whole.valueEnd(this.first + index);
  }

  value(index: number): Buffer | null {
    return this.whole.value(this.first + index);
  }

  key(index: number): Buffer | null {
    return this.whole.key(this.first + index);
  }

  headers(index: number): readonly RecordHeader[] {
    return this.whole.headers(this.first + index);
  }

  locateKey(index: number, ranges: Int32Array, at: number): void {
    this.whole.locateKey(this.first + index, ranges, at);
  }

  locateHeaders(index: number, names: readonly Uint8Array[], ranges: Int32Array, at: number): void {
    this.whole.locateHeaders(this.first + index, names, ranges, at);
  }

  retain(): void {
    this.whole.retain();
  }

  release(): void {
    this.whole.release();
  }
}
