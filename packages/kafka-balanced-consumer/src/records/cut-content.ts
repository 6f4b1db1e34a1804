import type { BatchContent } from './column-batch.js';
import { shift } from './columns.js';
import { lowerBound } from './lower-bound.js';

/**
 * The records of a stretch whose offsets lie in `[from, to)`; undefined where there are none. Their bytes are not
 * copied, what is known of them is.
 */
export function cutContent(content: BatchContent, from: number, to: number): BatchContent | undefined {
  const { topic, partition, buffer, columns } = content;
  const { count, firstOffset, offsets } = columns;
  const indexOf = (offset: number): number =>
    offsets === undefined
      ? Math.min(Math.max(offset - firstOffset, 0), count)
      : lowerBound(offsets.subarray(0, count), offset);
  const first = indexOf(from);
  const end = indexOf(to);
  if (first >= end) return undefined;
  const start = columns.recordStarts[first] as number;
  const cut = {
    count: end - first,
    firstOffset: offsets === undefined ? firstOffset + first : (offsets[first] as number),
    offsets: offsets?.slice(first, end),
    timestamps: columns.timestamps.slice(first, end),
    recordStarts: columns.recordStarts.slice(first, end),
    valueStarts: columns.valueStarts.slice(first, end),
    valueEnds: columns.valueEnds.slice(first, end),
  };
  shift(cut, 0, cut.count, -start);
  return {
    topic,
    partition,
    endOffset: Math.min(content.endOffset, to),
    buffer: buffer.subarray(start, end < count ? columns.recordStarts[end] : buffer.length),
    columns: cut,
  };
}
