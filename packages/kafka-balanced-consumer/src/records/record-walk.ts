import type { BatchFrame } from './batch-frame.js';
import { ABSENT, type ColumnsBuilder } from './columns.js';
import type { Cursor } from './cursor.js';
import { skipHeaders } from './record-headers.js';

/** The shortest record: seven numbers of one byte each. */
const SHORTEST_RECORD_BYTES = 7;

/** How many records fit into so many bytes. */
export function mostRecords(bytes: number): number {
  return Math.floor(bytes / SHORTEST_RECORD_BYTES);
}

/**
 * Fails where a batch claims more records than its bytes can hold; asked before room is made for them.
 *
 * @throws RangeError
 */
export function checkCount(count: number, bytes: number): void {
  if (count < 0 || count > mostRecords(bytes)) {
    throw new RangeError(`it claims ${count} records in ${bytes} bytes`);
  }
}

/**
 * Walks over the records of one batch and adds those from `position` on. A record is (Kafka documentation, "Record"):
 * length, attributes (one byte), timestamp delta, offset delta, key, value, headers; all numbers zigzag varints.
 *
 * @throws RangeError where a record is not as it should be; some may have been added before
 */
export function walkRecords(cursor: Cursor, frame: BatchFrame, position: number, to: ColumnsBuilder): void {
  const { baseOffset, lastOffset, baseTimestamp, appendTimestamp, count } = frame;
  const { bytes } = cursor;
  let previous = baseOffset - 1;
  for (let left = count; left > 0; left--) {
    const start = cursor.at;
    const length = cursor.varint();
    const end = cursor.at + length;
    cursor.at++;
    const timestamp = baseTimestamp + cursor.varlong();
    const offset = baseOffset + cursor.varint();
    if (offset <= previous || offset > lastOffset) throw new RangeError('its offsets are out of order');
    previous = offset;
    cursor.skipField();
    const valueLength = cursor.skipField();
    const valueEnd = cursor.at;
    if (valueEnd < cursor.end && bytes[valueEnd] === 0) cursor.at++;
    else skipHeaders(cursor);
    if (cursor.at !== end) throw new RangeError('a record in it is longer or shorter than it says');
    if (offset < position) continue;
    const isNull = valueLength < 0;
    to.add(
      offset,
      appendTimestamp ?? timestamp,
      start,
      isNull ? ABSENT : valueEnd - valueLength,
      isNull ? ABSENT : valueEnd,
    );
  }
  if (cursor.at !== cursor.end) throw new RangeError('it holds more than the records it counts');
}
