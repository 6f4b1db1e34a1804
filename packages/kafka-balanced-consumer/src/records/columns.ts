/** Position of a field that is null. */
export const ABSENT = -1;

/**
 * Where the records of a batch lie, one typed array per field. What is rarely asked for, keys and headers, is read
 * from the record itself when it is.
 */
export interface Columns {
  readonly count: number;
  readonly firstOffset: number;
  /** Offsets, where they have gaps; without, record `i` has `firstOffset + i`. */
  readonly offsets: Float64Array | undefined;
  readonly timestamps: Float64Array;
  /** Where each record begins: at its length. A record ends where the next one's framing begins, or before. */
  readonly recordStarts: Int32Array;
  readonly valueStarts: Int32Array;
  readonly valueEnds: Int32Array;
}

/** Bytes of memory that the columns take. */
export function columnBytes({ offsets, timestamps, recordStarts, valueStarts, valueEnds }: Columns): number {
  return (
    (offsets?.byteLength ?? 0) +
    timestamps.byteLength +
    recordStarts.byteLength +
    valueStarts.byteLength +
    valueEnds.byteLength
  );
}

/** Moves the records `[from, to)` by `delta` bytes. */
export function shift(
  { recordStarts, valueStarts, valueEnds }: Columns,
  from: number,
  to: number,
  delta: number,
): void {
  for (let i = from; i < to; i++) {
    recordStarts[i] = (recordStarts[i] as number) + delta;
    if ((valueStarts[i] as number) === ABSENT) continue;
    valueStarts[i] = (valueStarts[i] as number) + delta;
    valueEnds[i] = (valueEnds[i] as number) + delta;
  }
}

/** Makes the records `[from, to)` empty at `position`: their bytes are gone. */
export function collapse(
  { recordStarts, valueStarts, valueEnds }: Columns,
  from: number,
  to: number,
  position: number,
): void {
  recordStarts.fill(position, from, to);
  for (let i = from; i < to; i++) {
    if ((valueStarts[i] as number) === ABSENT) continue;
    valueStarts[i] = position;
    valueEnds[i] = position;
  }
}

/** Fills {@link Columns} record by record. Positions are given as they are and kept relative to the first record. */
export class ColumnsBuilder {
  count = 0;
  /** Position of the first record. */
  origin = 0;
  readonly #timestamps: Float64Array;
  readonly #recordStarts: Int32Array;
  readonly #valueStarts: Int32Array;
  readonly #valueEnds: Int32Array;
  #offsets: Float64Array | undefined;
  #firstOffset = 0;

  /** @param capacity - how many records at most */
  constructor(capacity: number) {
    this.#timestamps = new Float64Array(capacity);
    this.#recordStarts = new Int32Array(capacity);
    this.#valueStarts = new Int32Array(capacity);
    this.#valueEnds = new Int32Array(capacity);
  }

  /** Adds a record; its value from `valueStart` to `valueEnd`, or {@link ABSENT} for both. */
  add(offset: number, timestamp: number, recordStart: number, valueStart: number, valueEnd: number): void {
    const index = this.count++;
    if (index === 0) {
      this.#firstOffset = offset;
      this.origin = recordStart;
    }
    const { origin } = this;
    this.#timestamps[index] = timestamp;
    this.#recordStarts[index] = recordStart - origin;
    this.#valueStarts[index] = valueStart < 0 ? ABSENT : valueStart - origin;
    this.#valueEnds[index] = valueEnd < 0 ? ABSENT : valueEnd - origin;
    if (this.#offsets !== undefined) this.#offsets[index] = offset;
    else if (offset !== this.#firstOffset + index) this.#noteGap(index, offset);
  }

  /** Takes the records from `count` on back. */
  truncate(count: number): void {
    this.count = count;
  }

  build(): Columns {
    const { count } = this;
    return {
      count,
      firstOffset: this.#firstOffset,
      offsets: this.#offsets?.subarray(0, count),
      timestamps: this.#timestamps.subarray(0, count),
      recordStarts: this.#recordStarts.subarray(0, count),
      valueStarts: this.#valueStarts.subarray(0, count),
      valueEnds: this.#valueEnds.subarray(0, count),
    };
  }

  #noteGap(index: number, offset: number): void {
    this.#offsets = Float64Array.from(this.#timestamps, (_, i) => this.#firstOffset + i);
    this.#offsets[index] = offset;
  }
}
