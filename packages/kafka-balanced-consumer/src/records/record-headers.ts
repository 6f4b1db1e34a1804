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
 * Writes where the values of some headers lie, start and end for each name; the last one of a name holds. What is not
 * found is left as it was.
 *
 * @param cursor - stands before the headers
 */
export function locateHeaders(
  cursor: Cursor,
  names: readonly Uint8Array[],
  ranges: Int32Array,
  at: number,
): void {
  for (let left = cursor.varint(); left > 0; left--) {
    const keyLength = cursor.skipField();
    const keyEnd = cursor.at;
    const length = cursor.skipField();
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as Uint8Array;
      if (keyLength !== name.length || !equals(cursor.bytes, keyEnd - keyLength, name)) continue;
      ranges[at + 2 * i] = length < 0 ? -1 : cursor.at - length;
      ranges[at + 2 * i + 1] = length < 0 ? -1 : cursor.at;
    }
  }
}

function equals(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
  return true;
}

/**
 * Steps over the headers of a record.
 *
 * @throws RangeError where they end behind the cursor's end
 */
export function skipHeaders(cursor: Cursor): void {
  for (let left = cursor.varint() * 2; left > 0; left--) cursor.skipField();
}
