import type { TopicPartition } from '../topic-partition.js';

/**
 * Where a partition begins that the group has never seen:
 * - `earliest`: at its first record; `latest`: at its end.
 * - a timestamp, in milliseconds since the epoch: at the first record that is not older, else at the end.
 * - offsets: where they say, moved into the log where they lie outside of it; partitions that are not listed begin at
 *   their first record.
 */
export type InitialOffset =
  | 'earliest'
  | 'latest'
  | { readonly timestamp: number }
  | { readonly offsets: readonly (TopicPartition & { readonly offset: number })[] };

/** Committed offsets of all partitions of one topic; undefined where the group has none. */
export type CommittedOffsets = ReadonlyMap<number, number | undefined>;

/**
 * Whether the group sees a topic for the first time: no partition of it has a committed offset. Only then does
 * `latest` mean the end. As soon as one partition has a commit, another without one appeared while the group existed
 * (the topic grew), and everything in it was written after the group's beginning: it starts at its first record.
 */
export function isFirstSight(committed: CommittedOffsets): boolean {
  for (const offset of committed.values()) if (offset !== undefined) return false;
  return true;
}

/**
 * Where a gained partition begins: at its commit, else at the start the leader gave with the assignment (the end of
 * the topic at first sight, for `latest`), else at its first record.
 */
export function startOffset(
  committed: number | undefined,
  assigned: number | undefined,
  earliest: number | undefined,
): { readonly offset: number; readonly commitNow: boolean } {
  if (committed !== undefined) return { offset: committed, commitNow: false };
  if (assigned !== undefined) return { offset: assigned, commitNow: true };
  // The caller asks for it where there is neither of the others.
  return { offset: earliest ?? 0, commitNow: false };
}
