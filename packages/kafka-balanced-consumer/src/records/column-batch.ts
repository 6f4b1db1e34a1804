import { ConsumerError } from '../errors.js';
import { ABSENT, type Columns, collapse, columnBytes, shift, startFrom } from './columns.js';
import type { RecordBatch, RecordHeader } from './record-batch.js';
import { readHeaders } from './record-headers.js';
import { SettledRanges } from './settled-ranges.js';
import type { Slab, Slabs } from './slab.js';

/** What a {@link ColumnBatch} is made of. */
export interface BatchContent {
  readonly topic: string;
  readonly partition: number;
  readonly endOffset: number;
  readonly buffer: Buffer;
  readonly columns: Columns;
  /** Headers of records that have neither key nor value: their place in the bytes is not known. */
  readonly strayHeaders: ReadonlyMap<number, readonly RecordHeader[]> | undefined;
}

const EMPTY = Buffer.alloc(0);

/** A {@link RecordBatch} whose records are positions in columns. */
export class ColumnBatch implements RecordBatch {
  readonly topic: string;
  readonly partition: number;
  readonly generation: number;
  readonly count: number;
  readonly endOffset: number;
  readonly ownBytes: number;
  readonly #settled: SettledRanges = new SettledRanges();
  readonly #columns: Columns;
  readonly #strayHeaders: ReadonlyMap<number, readonly RecordHeader[]> | undefined;
  readonly #slabs: Slabs<ColumnBatch>;
  readonly #onHeld: (delta: number) => void;
  #slab: Slab<ColumnBatch>;
  #buffer: Buffer;
  #liveBytes: number;
  #holds = 1;
  #stale = false;

  /** @param onHeld - told by how many bytes this batch's share of the memory changes, its birth included */
  constructor(
    content: BatchContent,
    generation: number,
    slabs: Slabs<ColumnBatch>,
    onHeld: (delta: number) => void,
  ) {
    this.topic = content.topic;
    this.partition = content.partition;
    this.generation = generation;
    this.count = content.columns.offsets.length;
    this.endOffset = content.endOffset;
    this.ownBytes = columnBytes(content.columns);
    this.#columns = content.columns;
    this.#strayHeaders = content.strayHeaders;
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

  /** Bytes of the records that are not settled. */
  get liveBytes(): number {
    return this.#liveBytes;
  }

  /** The memory it lies in. */
  get slab(): Slab<ColumnBatch> {
    return this.#slab;
  }

  offset(index: number): number {
    return this.#columns.offsets[index] as number;
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
    const start = this.#columns.keyStarts?.[index] ?? ABSENT;
    return start === ABSENT ? null : this.#buffer.subarray(start, this.#columns.keyEnds?.[index]);
  }

  headers(index: number): readonly RecordHeader[] {
    const start = this.#columns.headerStarts?.[index] ?? ABSENT;
    if (start !== ABSENT) return readHeaders(this.#buffer, start);
    return this.#strayHeaders?.get(index) ?? [];
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

  /** Records settled from the first one on, without a gap. */
  get settledPrefix(): number {
    return this.#settled.prefix;
  }

  get fullySettled(): boolean {
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
    this.#slabs.leave(this.#slab, this);
    this.#buffer = copy;
    this.#slab = this.#slabs.enter(copy.buffer, this);
    this.#onHeld(copy.length - old.length);
  }

  #position(index: number): number {
    return startFrom(this.#columns, index, this.#buffer.length);
  }

  #overReleased(how: string): ConsumerError {
    const at = `${this.topic}/${this.partition} from offset ${this.offset(0)}`;
    return new ConsumerError('KBC_OVER_RELEASED', `the batch ${at} was ${how}`);
  }
}
