/** Position of a field that is null. */
export const ABSENT = -1;

/**
 * Where the fields of a batch's records lie, one typed array per field. Keys and headers are rare in logs, so their
 * columns exist only where a record has any.
 */
export interface Columns {
  readonly offsets: Float64Array;
  readonly timestamps: Float64Array;
  readonly valueStarts: Int32Array;
  readonly valueEnds: Int32Array;
  readonly keyStarts: Int32Array | undefined;
  readonly keyEnds: Int32Array | undefined;
  /** Where the headers begin, as the record format writes them: a count, then keys and values. */
  readonly headerStarts: Int32Array | undefined;
}

/** Bytes of memory that the columns take. */
export function columnBytes(columns: Columns): number {
  const { offsets, timestamps, valueStarts, valueEnds, keyStarts, keyEnds, headerStarts } = columns;
  return (
    offsets.byteLength +
    timestamps.byteLength +
    valueStarts.byteLength +
    valueEnds.byteLength +
    (keyStarts?.byteLength ?? 0) +
    (keyEnds?.byteLength ?? 0) +
    (headerStarts?.byteLength ?? 0)
  );
}

/** First position of record `index`: of its key, else its value, else its headers; {@link ABSENT} where it has none. */
export function recordStart(columns: Columns, index: number): number {
  const key = columns.keyStarts?.[index] ?? ABSENT;
  if (key !== ABSENT) return key;
  const value = columns.valueStarts[index] as number;
  if (value !== ABSENT) return value;
  return columns.headerStarts?.[index] ?? ABSENT;
}

/** First position of the records from `index` on; `end` where none of them has any bytes. */
export function startFrom(columns: Columns, index: number, end: number): number {
  for (let i = index; i < columns.offsets.length; i++) {
    const start = recordStart(columns, i);
    if (start !== ABSENT) return start;
  }
  return end;
}

/** Moves the fields of the records `[from, to)` by `delta` bytes. */
export function shift(columns: Columns, from: number, to: number, delta: number): void {
  for (const column of positionColumns(columns)) {
    for (let i = from; i < to; i++) {
      const position = column[i] as number;
      if (position !== ABSENT) column[i] = position + delta;
    }
  }
}

/** Makes the fields of the records `[from, to)` empty at `position`: their bytes are gone. */
export function collapse(columns: Columns, from: number, to: number, position: number): void {
  for (const column of positionColumns(columns)) {
    for (let i = from; i < to; i++) if ((column[i] as number) !== ABSENT) column[i] = position;
  }
  // Headers are read by their count: without bytes there is nothing to count.
  columns.headerStarts?.fill(ABSENT, from, to);
}

function positionColumns(columns: Columns): Int32Array[] {
  const { valueStarts, valueEnds, keyStarts, keyEnds, headerStarts } = columns;
  return [valueStarts, valueEnds, keyStarts, keyEnds, headerStarts].filter((column) => column !== undefined);
}
