import { partitionKey, type TopicPartition } from '../topic-partition.js';

/** Offsets `[from, to)` of one partition. */
export interface OffsetRange extends TopicPartition {
  readonly from: number;
  /** Offset behind the last one. */
  readonly to: number;
}

/** Where the log of a partition begins and ends. */
export interface LogBounds extends TopicPartition {
  readonly first: number;
  readonly end: number;
}

/** What can be read of some ranges, and what cannot. */
export interface RangePlan {
  readonly readable: readonly OffsetRange[];
  /** Parts that are not in the log: deleted by retention, not written yet, or of a topic that does not exist. */
  readonly missing: readonly OffsetRange[];
}

/** Cuts ranges to what the log holds. */
export function planRanges(ranges: readonly OffsetRange[], bounds: readonly LogBounds[]): RangePlan {
  const byKey = new Map(bounds.map((each) => [partitionKey(each), each]));
  const readable: OffsetRange[] = [];
  const missing: OffsetRange[] = [];
  for (const range of ranges) {
    const log = byKey.get(partitionKey(range));
    const from = Math.min(Math.max(range.from, log?.first ?? range.to), range.to);
    const to = Math.max(Math.min(range.to, log?.end ?? from), from);
    if (range.from < from) missing.push({ ...range, to: from });
    if (from < to) readable.push({ ...range, from, to });
    if (to < range.to) missing.push({ ...range, from: to });
  }
  return { readable, missing };
}

/** Records `[from, to)` of a batch. */
export interface RecordRun {
  readonly from: number;
  readonly to: number;
}

/** The runs of records of a batch whose offsets lie in one of the ranges, in order. */
export function runsIn(
  batch: { readonly count: number; offset(index: number): number },
  ranges: readonly OffsetRange[],
): RecordRun[] {
  const runs: RecordRun[] = [];
  let start = -1;
  for (let index = 0; index <= batch.count; index++) {
    const offset = index < batch.count ? batch.offset(index) : -1;
    const wanted = ranges.some(({ from, to }) => offset >= from && offset < to);
    if (wanted && start < 0) start = index;
    if (!wanted && start >= 0) {
      runs.push({ from: start, to: index });
      start = -1;
    }
  }
  return runs;
}
