import type { OffsetRange } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import { readMoment } from './moment.js';

/** Where a range begins or ends, as it is typed. */
export type Place =
  /** The first record that is not older. Milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly time: number }
  /** An offset of the one partition that is meant. */
  | { readonly kind: 'offset'; readonly offset: number }
  /** Offsets by partition. */
  | { readonly kind: 'offsets'; readonly offsets: ReadonlyMap<number, number> }
  | { readonly kind: 'earliest' | 'latest' };

/** What {@link readPlace} takes, for help and complaints. */
export const placeWords =
  'a time with its zone (2026-01-31T08:00:00Z), so long ago (90m, 36h, 7d), an offset, offsets by partition (0:1200,3:80), earliest or latest';

/** Reads a place; undefined where it is none. */
export function readPlace(text: string, now: number): Place | undefined {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  if (/^\d{1,15}$/.test(text)) return { kind: 'offset', offset: Number(text) };
  if (/^\d+:\d{1,15}(,\d+:\d{1,15})*$/.test(text)) {
    const pairs = text.split(',').map((pair) => pair.split(':').map(Number) as [number, number]);
    return { kind: 'offsets', offsets: new Map(pairs) };
  }
  const time = readMoment(text, now);
  return time === undefined ? undefined : { kind: 'time', time };
}

/** Ranges as `--from` and `--to` take them: what is left of a replay that was stopped. */
export function placesOf(ranges: readonly OffsetRange[]): { from: string; to: string } {
  const list = (offset: (range: OffsetRange) => number): string =>
    ranges.map((range) => `${range.partition}:${offset(range)}`).join(',');
  return { from: list(({ from }) => from), to: list(({ to }) => to) };
}
