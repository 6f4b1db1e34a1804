/** How far a member had got with a partition when it lost it. */
export interface SettledRun {
  /** The last commit that the broker confirmed. */
  readonly committed: number;
  /** Everything from there to here was settled. */
  readonly settled: number;
}

/**
 * Where a member goes on that has lost its membership, as through a coordinator that died in the middle of a join, and gets
 * a partition back with the next one: behind what it has settled, although it could not commit that any more. What is
 * settled is settled, whoever had the partition in between; without this, all that was delivered while no commit got
 * through would be delivered again.
 *
 * Only while the group's commit lies between the last one that was confirmed to this member and what it has settled: its
 * last commit may have got through without an answer. Further on, somebody else has been there, and goes before. Further
 * back, or gone, somebody has set it so: an operator, or a topic that was made anew.
 *
 * @param committed - what the group has now; undefined for nothing
 * @returns undefined where nothing is to be kept
 */
export function settledSince(
  committed: number | undefined,
  before: SettledRun | undefined,
): number | undefined {
  if (committed === undefined || before === undefined) return undefined;
  return committed >= before.committed && committed < before.settled ? before.settled : undefined;
}
