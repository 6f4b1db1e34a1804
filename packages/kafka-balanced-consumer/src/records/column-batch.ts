import { ConsumerError } from '../errors.js';
import { ABSENT, type Columns, collapse, columnBytes, shift } from './columns.js';
import { Cursor } from './cursor.js';
import type { RecordBatch, RecordHeader } from './record-batch.js';
import { locateHeaders, readHeaders } from './record-headers.js';
import { SettledRanges } from './settled-ranges.js';
import type { Slab, Slabs } from './slab.js';

/** What a {@link ColumnBatch} is made of. */
export interface BatchContent {
  readonly topic: string;
  readonly partition: number;
  readonly endOffset: number;
  /** Begins with the first record. */
  readonly buffer: Buffer;
  readonly columns: Columns;
}

const EMPTY = Buffer.alloc(0);

/** A {@link RecordBatch} whose records are positions in columns. */
export class ColumnBatch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly generation: number;
  readonly again: boolean;
  readonly count: number;
  readonly endOffset: number;
  readonly ownBytes: number;
  /** What is settled or let go. */
  readonly #settled: SettledRanges = new SettledRanges();
  readonly #columns: Columns;
  readonly #slabs: Slabs<ColumnBatch>;
  readonly #onHeld: (delta: number) => void;
  #slab: Slab<ColumnBatch>;
  #buffer: Buffer;
  #liveBytes: number;
  #holds = 1;
  #stale = false;

  /**
   * @param onHeld - told by how many bytes this batch's share of the memory changes, its birth included
   * @param again - whether its records were handed on before
   */
  constructor(
    content: BatchContent,
    generation: number,
    slabs: Slabs<ColumnBatch>,
    onHeld: (delta: number) => void,
    again = false,
  ) {
    this.topic = content.topic;
    this.partition = content.partition;
    this.generation = generation;
    this.again = again;
    this.count = content.columns.count;
    this.endOffset = content.endOffset;
    this.ownBytes = columnBytes(content.columns);
    this.#columns = content.columns;
    this.#slabs = slabs;
    this.#onHeld = onHeld;
    this.#buffer = content.buffer;
    this.#liveBytes = content.buffer.length;
    this.#slab = slabs.enter(content.buffer.buffer, this);
    onHeld(this.ownBytes + this.#buffer.length);
  }

  get stale(): boolean {
    return this.#stale;
  }

  get buffer(): Buffer {
    return this.#buffer;
  }

  get byteLength(): number {
    return this.#buffer.length;
  }

  /** Bytes of the records that are neither settled nor let go. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** The memory it lies in. */
  get slab(): Slab<ColumnBatch> {
    return this.#slab;
  }

  offset(index: number): number {
    const { offsets, firstOffset } = this.#columns;
    return offsets === undefined ? firstOffset + index : (offsets[index] as number);
  }

  timestamp(index: number): number {
    return this.#columns.timestamps[index] as number;
  }

  valueStart(index: number): number {
    return this.#columns.valueStarts[index] as number;
  }

  valueEnd(index: number): number {
    return this.#columns.valueEnds[index] as number;
  }

  value(index: number): Buffer | null {
    const start = this.valueStart(index);
    return start === ABSENT ? null : this.#buffer.subarray(start, this.valueEnd(index));
  }

  key(index: number): Buffer | null {
    const cursor = this.#recordAt(index);
    if (cursor === undefined) return null;
    const length = skipToKey(cursor);
    return length < 0 ? null : this.#buffer.subarray(cursor.at - length, cursor.at);
  }

  headers(index: number): readonly RecordHeader[] {
    const cursor = this.#recordAt(index);
    if (cursor === undefined) return [];
    skipToKey(cursor);
    cursor.skipField();
    return readHeaders(this.#buffer, cursor.at);
  }

  locateKey(index: number, ranges: Int32Array, at: number): void {
    const cursor = this.#recordAt(index);
    const length = cursor === undefined ? ABSENT : skipToKey(cursor);
    const end = cursor?.at ?? ABSENT;
    ranges[at] = length < 0 ? ABSENT : end - length;
    ranges[at + 1] = length < 0 ? ABSENT : end;
  }

  locateHeaders(index: number, names: readonly Uint8Array[], ranges: Int32Array, at: number): void {
    ranges.fill(ABSENT, at, at + 2 * names.length);
    const cursor = this.#recordAt(index);
    if (cursor === undefined) return;
    skipToKey(cursor);
    cursor.skipField();
    locateHeaders(cursor, names, ranges, at);
  }

  retain(): void {
    if (this.#holds === 0) throw this.#overReleased('retained after its last hold ended');
    this.#holds++;
  }

  release(): void {
    if (this.#holds === 0) throw this.#overReleased('released more often than it was retained');
    if (--this.#holds > 0) return;
    const held = this.ownBytes + this.#buffer.length;
    this.#buffer = EMPTY;
    this.#liveBytes = 0;
    this.#slabs.leave(this.#slab, this);
    this.#onHeld(-held);
  }

  /** The partition has moved away: outcomes for it are void from now on. */
  makeStale(): void {
    this.#stale = true;
  }

  /** Records that are done with, settled or let go, from the first one on, without a gap. */
  get settledPrefix(): number {
    return this.#settled.prefix;
  }

  /** Nobody needs a byte of it any more, as far as the consumer is concerned. */
  get isDone(): boolean {
    return this.#settled.total === this.count;
  }

  /** Marks `[from, to)` as settled and answers how many of them were not before. */
  settle(from: number, to: number): number {
    this.#settled.gaps(from, to, (start, end) => {
      this.#liveBytes -= this.#position(end) - this.#position(start);
    });
    const added = this.#settled.add(from, to);
    if (added > 0) this.#slabs.touch(this.#slab);
    return added;
  }

  /** Marks `[from, to)` as let go: for this batch that is as good as settled. */
  letGo(from: number, to: number, visit: (from: number, to: number, timestamp: number) => void): void {
    this.#settled.gaps(from, to, (start, end) => {
      let run = start;
      for (let index = start; index < end; index++) {
        const next = this.offset(index) + 1;
        if (index + 1 < end && this.offset(index + 1) === next) continue;
        visit(this.offset(run), next, this.timestamp(run));
        run = index + 1;
      }
    });
    this.settle(from, to);
  }

  /** Moves the unsettled records into memory of their own. Positions and `buffer` change. */
  compact(): void {
    const columns = this.#columns;
    const old = this.#buffer;
    // Unpooled: a slice of a pool would count the whole pool.
    const copy = Buffer.allocUnsafeSlow(this.#liveBytes);
    let written = 0;
    let done = 0;
    this.#settled.gaps(0, this.count, (from, to) => {
      const start = this.#position(from);
      const end = this.#position(to);
      collapse(columns, done, from, written);
      old.copy(copy, written, start, end);
      shift(columns, from, to, written - start);
      written += end - start;
      done = to;
    });
    collapse(columns, done, this.count, written);
    this.#slabs.moveOut(this.#slab, this);
    this.#buffer = copy;
    this.#slab = this.#slabs.enter(copy.buffer, this);
    this.#onHeld(copy.length - old.length);
  }

  /** Where record `index` begins; behind the last one the end. */
  #position(index: number): number {
    return this.#columns.recordStarts[index] ?? this.#buffer.length;
  }

  /** Undefined where the bytes are gone: the record was settled before a compaction, or the batch was released. */
  #recordAt(index: number): Cursor | undefined {
    const start = this.#position(index);
    const end = this.#position(index + 1);
    return start < end && end <= this.#buffer.length ? new Cursor(this.#buffer, start, end) : undefined;
  }

  #overReleased(how: string): ConsumerError {
    const at = `${this.topic}/${this.partition} from offset ${this.offset(0)}`;
    return new ConsumerError('KBC_OVER_RELEASED', `the batch ${at} was ${how}`);
  }
}

/** From a record's beginning to behind its key. Answers the key's length, -1 for none. */
function skipToKey(cursor: Cursor): number {
  cursor.varint();
  cursor.at++;
  cursor.varlong();
  cursor.varint();
  return cursor.skipField();
}
