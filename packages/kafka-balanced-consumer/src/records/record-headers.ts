import { Cursor } from './cursor.js';
import type { RecordHeader } from './record-batch.js';

/**
 * Headers as a record of message format 2 carries them: a count, then for each a key and a value with their lengths,
 * all numbers as zigzag varints (Kafka protocol, "Record Header").
 */
export function readHeaders(buffer: Buffer, start: number): RecordHeader[] {
  const cursor = new Cursor(buffer, start, buffer.length);
  const headers: RecordHeader[] = [];
  for (let left = cursor.varint(); left > 0; left--) {
    const key = readField(cursor)?.toString('utf8') ?? '';
    headers.push({ key, value: readField(cursor) });
  }
  return headers;
}

function readField(cursor: Cursor): Buffer | null {
  const length = cursor.skipField();
  return length < 0 ? null : cursor.bytes.subarray(cursor.at - length, cursor.at);
}

/**
 * Steps over the headers of a record.
 *
 * @throws RangeError where they end behind the cursor's end
 */
export function skipHeaders(cursor: Cursor): void {
  for (let left = cursor.varint() * 2; left > 0; left--) cursor.skipField();
}
