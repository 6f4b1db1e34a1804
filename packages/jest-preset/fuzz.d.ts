/**
 * How a property is tried. `FUZZ_RUNS` raises the number, as far as 40 s for each property go; `FUZZ_SEED` repeats a run:
 * a failure names its seed.
 */
export declare function fuzzing(runs: number): {
  numRuns: number;
  seed?: number;
  interruptAfterTimeLimit?: number;
};

/** What is done to bytes: what kind of change, where, and with what; any three natural numbers do. */
export type Change = readonly [kind: number, where: number, what: number];

/**
 * A copy of the bytes with changes: bytes replaced, bits flipped, cut off, pieces repeated or left out, four bytes
 * replaced by an extreme number. Without a change it is equal, so that a failure shrinks to the change that matters.
 */
export declare function mutated(bytes: Uint8Array, changes: readonly Change[]): Buffer;
