import type { RecordHeader } from './record-batch.js';

/**
 * Headers as a record of message format 2 carries them: a count, then for each a key and a value with their lengths,
 * all numbers as zigzag varints (Kafka protocol, "Record Header").
 */
interface Cursor {
  readonly buffer: Buffer;
  at: number;
}

function readVarint(cursor: Cursor): number {
  let result = 0;
  for (let bits = 0; bits < 35; bits += 7) {
    const byte = cursor.buffer[cursor.at];
    if (byte === undefined) break;
    cursor.at++;
    result |= (byte & 0x7f) << bits;
    if (byte < 0x80) return (result >>> 1) ^ -(result & 1);
  }
  throw new RangeError('a number in the record headers has no end');
}

function readBytes(cursor: Cursor): Buffer | null {
  const length = readVarint(cursor);
  if (length < 0) return null;
  const end = cursor.at + length;
  if (end > cursor.buffer.length) throw new RangeError('a record header ends behind its batch');
  const bytes = cursor.buffer.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}

/** Reads the headers that begin at `start`. The values are views. */
export function readHeaders(buffer: Buffer, start: number): RecordHeader[] {
  const cursor: Cursor = { buffer, at: start };
  const headers: RecordHeader[] = [];
  for (let left = readVarint(cursor); left > 0; left--) {
    const key = readBytes(cursor)?.toString('utf8') ?? '';
    headers.push({ key, value: readBytes(cursor) });
  }
  return headers;
}

/** Position behind the headers that begin at `start`. */
export function headersEnd(buffer: Buffer, start: number): number {
  const cursor: Cursor = { buffer, at: start };
  for (let left = readVarint(cursor) * 2; left > 0; left--) readBytes(cursor);
  return cursor.at;
}
