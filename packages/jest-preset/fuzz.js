// Broken input for tests: how often to try, and bytes with something done to them.

/** Numbers that lengths, counts and sizes are replaced by. */
const extremes = [-1, 0, 1, 0x7f, 0x80, 0xffff, 0x7fff_ffff, -0x8000_0000, -2, 0x0100_0000];

/** Milliseconds after which a long run takes no further try: some tries take a socket and its timeouts, and tests have a minute. */
const LONG_ENOUGH_MS = 40_000;

export function fuzzing(runs) {
  const wanted = Number(process.env.FUZZ_RUNS ?? '');
  const seed = Number(process.env.FUZZ_SEED ?? '');
  return {
    ...(wanted > 0 ? { numRuns: wanted, interruptAfterTimeLimit: LONG_ENOUGH_MS } : { numRuns: runs }),
    ...(seed === 0 ? {} : { seed }),
  };
}

export function mutated(bytes, changes) {
  let result = Buffer.from(bytes);
  for (const [kind, where, what] of changes) {
    if (result.length === 0) break;
    const at = where % result.length;
    switch (kind % 6) {
      case 0:
        result[at] = what & 0xff;
        break;
      case 1:
        result[at] ^= 1 << (what % 8);
        break;
      case 2:
        result = result.subarray(0, at);
        break;
      case 3: {
        // A piece of it once more, somewhere else.
        const from = what % result.length;
        const piece = result.subarray(from, from + 1 + (what % 64));
        result = Buffer.concat([result.subarray(0, at), piece, result.subarray(at)]);
        break;
      }
      case 4:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1 + (what % 16))]);
        break;
      default:
        if (result.length - at >= 4) result.writeInt32BE(extremes[what % extremes.length], at);
    }
  }
  return result;
}
