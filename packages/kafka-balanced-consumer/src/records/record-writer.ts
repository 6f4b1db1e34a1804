import type { RecordHeader } from './record-batch.js';

/** What a record carries. */
export interface RecordFields {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** A record in bytes, and where its value lies in them; -1 for a null value. */
export interface WrittenRecord {
  readonly bytes: Buffer;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/**
 * Lays a record out as message format 2 does.
 *
 * @param timestampDelta - milliseconds after the batch's first timestamp
 * @param offsetDelta - after the batch's first offset
 */
export function writeRecord(
  { key, value, headers }: RecordFields,
  timestampDelta = 0,
  offsetDelta = 0,
): WrittenRecord {
  const head = [Buffer.from([0]), varint(timestampDelta), varint(offsetDelta), ...field(key)];
  const valueLength = varint(value?.length ?? -1);
  const tail = [
    varint(headers.length),
    ...headers.flatMap((header) => [...field(Buffer.from(header.key)), ...field(header.value)]),
  ];
  const behindLength = [...head, valueLength, ...(value === null ? [] : [value]), ...tail];
  const length = varint(sum(behindLength));
  const valueStart = value === null ? -1 : length.length + sum(head) + valueLength.length;
  return {
    bytes: Buffer.concat([length, ...behindLength]),
    valueStart,
    valueEnd: value === null ? -1 : valueStart + value.length,
  };
}

function field(bytes: Buffer | null): Buffer[] {
  return bytes === null ? [varint(-1)] : [varint(bytes.length), bytes];
}

function sum(buffers: readonly Buffer[]): number {
  return buffers.reduce((total, { length }) => total + length, 0);
}

/** A zigzag varint; of whole numbers up to 2^52. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}
