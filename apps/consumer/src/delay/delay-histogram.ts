import { type DelayCounts, delayBoundsMs, delayBucket } from './delay-buckets.js';

/** What is needed of a record batch. */
export interface Timestamps {
  /** Milliseconds since the epoch; negative where the record has none. */
  timestamp(index: number): number;
}

/**
 * Counts how long events took since their records were written.
 *
 * It looks at the ends of a run: where both fall into one bucket, so does all between, since records stand in the order
 * they were written. Where they do not, the run is halved. So a run of thousands costs a handful of looks, and the
 * counts are exact as long as timestamps rise within the run; where producers wrote with clocks that disagree, an event
 * may be counted in a bucket between those of its neighbours. The number of events is exact always.
 */
export class DelayHistogram {
  readonly #counts: number[] = new Array(delayBoundsMs.length + 1).fill(0);
  #sumMs = 0;

  /** Counts the records `[from, to)` as arrived at `now`. A record without a timestamp is not counted. */
  count(records: Timestamps, from: number, to: number, now: number): void {
    if (from < to) this.#split(records, from, to - 1, now);
  }

  /** What was counted so far. */
  snapshot(): DelayCounts {
    return { counts: [...this.#counts], sumMs: this.#sumMs };
  }

  #split(records: Timestamps, first: number, last: number, now: number): void {
    const oldest = records.timestamp(first);
    const youngest = records.timestamp(last);
    const longest = delayOf(oldest, now);
    const shortest = delayOf(youngest, now);
    const timed = oldest >= 0 && youngest >= 0;
    const bucket = delayBucket(longest);
    if (timed && bucket === delayBucket(shortest)) {
      const events = last - first + 1;
      this.#counts[bucket] = (this.#counts[bucket] as number) + events;
      this.#sumMs += ((longest + shortest) / 2) * events;
      return;
    }
    // Without timestamps at both ends there are none between: a producer sets them for a whole batch or not at all.
    if (first === last || (oldest < 0 && youngest < 0)) return;
    const middle = (first + last) >> 1;
    this.#split(records, first, middle, now);
    this.#split(records, middle + 1, last, now);
  }
}

/** A clock that runs ahead of ours makes no negative delay. */
function delayOf(timestamp: number, now: number): number {
  return Math.max(0, now - timestamp);
}
