const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Upper bounds of the buckets that delays are counted in, in milliseconds; what took longer than the last one falls
 * into one more bucket. Narrow where a healthy way through lies (the linger alone is 200 ms), and wide enough for a
 * backlog of days.
 */
export const delayBoundsMs: readonly number[] = [
  100,
  200,
  300,
  500,
  750,
  1 * SECOND,
  1.5 * SECOND,
  2 * SECOND,
  3 * SECOND,
  5 * SECOND,
  10 * SECOND,
  20 * SECOND,
  30 * SECOND,
  1 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  1 * HOUR,
  6 * HOUR,
  1 * DAY,
  7 * DAY,
];

/** Events, or requests, by how long they took. Counts only rise. */
export interface DelayCounts {
  /** One per bucket, by {@link delayBoundsMs} or bounds of their own, and one for what took longer. Not cumulative. */
  readonly counts: readonly number[];
  /** Sum of the delays, in milliseconds. */
  readonly sumMs: number;
}

/** Position of the bucket that this delay belongs to. */
export function delayBucket(ms: number): number {
  return bucketOf(ms, delayBoundsMs);
}

/** Position of the bucket that this time belongs to, where buckets end at these bounds; they rise. */
export function bucketOf(ms: number, boundsMs: readonly number[]): number {
  let low = 0;
  let high = boundsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (boundsMs[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Nothing counted, in buckets with these bounds. */
export function noneCounted(boundsMs: readonly number[]): DelayCounts {
  return { counts: new Array<number>(boundsMs.length + 1).fill(0), sumMs: 0 };
}

/** No event counted. */
export const noDelays: DelayCounts = noneCounted(delayBoundsMs);

/** The sum of two counts in the same buckets. */
export function addDelays(one: DelayCounts, other: DelayCounts): DelayCounts {
  return {
    counts: one.counts.map((count, bucket) => count + (other.counts[bucket] ?? 0)),
    sumMs: one.sumMs + other.sumMs,
  };
}

/** What was counted between two moments. */
export function delaysSince(before: DelayCounts, after: DelayCounts): DelayCounts {
  return {
    counts: after.counts.map((count, bucket) => count - (before.counts[bucket] ?? 0)),
    sumMs: after.sumMs - before.sumMs,
  };
}

/**
 * An upper bound of the delay of the given part of the events (0.5: half of them), in milliseconds; undefined where
 * none was counted. The longest bound stands for whatever took longer too.
 */
export function delayQuantile({ counts }: DelayCounts, part: number): number | undefined {
  const events = counts.reduce((sum, count) => sum + count, 0);
  if (events <= 0) return undefined;
  let seen = 0;
  const bucket = counts.findIndex((count) => {
    seen += count;
    return seen >= events * part;
  });
  return delayBoundsMs[Math.min(bucket, delayBoundsMs.length - 1)];
}
