import { guarded } from '../guarded.js';
import type { BackoffOptions, Outage, ProbeOptions } from '../options.js';

const FIRST_MS = 250;
const MAX_MS = 5000;
const EARLY_MAX_MS = 1800;
const EARLY_MS = 60_000;
const FACTOR = 2;
// What a timer can count to.
const LONGEST_MS = 2 ** 31 - 1;

/** Longest time that a `Retry-After` is followed: a server that says an hour would stop everything for an hour. */
export const RETRY_AFTER_MAX_MS = 60_000;

/**
 * The wait before the next attempt, in milliseconds.
 *
 * By default drawn from the upper half of 250 ms, 500 ms, 1 s … up to 1.8 s during the first minute and 5 s after it:
 * the lower half is left out so that the number of refused requests has a bound, and the early cap is low so that a
 * short outage ends within two seconds of Splunk's return. With `jitterMs` it is the wait plus or minus the jitter.
 *
 * @param random - a number from 0 to 1
 */
export function waitAfterFailure(outage: Outage, options: BackoffOptions, random: number): number {
  if (options.wait !== undefined) return askPolicy(options.wait, outage);
  const cap = options.maxMs ?? (outage.ageMs < EARLY_MS ? EARLY_MAX_MS : MAX_MS);
  const grown = (options.firstMs ?? FIRST_MS) * (options.factor ?? FACTOR) ** (outage.failures - 1);
  const base = Math.min(grown, cap);
  const wait =
    options.jitterMs === undefined
      ? base / 2 + (base / 2) * random
      : Math.max(0, base + options.jitterMs * (2 * random - 1));
  return Math.max(wait, Math.min(outage.retryAfterMs ?? 0, RETRY_AFTER_MAX_MS));
}

/** A policy that throws or answers nonsense must not make the client send without a pause, nor wait for ever. */
function askPolicy(wait: (outage: Outage) => number, outage: Outage): number {
  let answer: unknown;
  guarded(() => {
    answer = wait(outage);
  });
  return typeof answer === 'number' && answer > 0 ? Math.min(Math.max(answer, 1), LONGEST_MS) : FIRST_MS;
}

const PROBE_FIRST_MS = 1000;
const PROBE_MAX_MS = 15_000;

/** The wait before the next probe, drawn from the upper half like {@link waitAfterFailure}. */
export function waitBeforeProbe(probes: number, options: ProbeOptions, random: number): number {
  const cap = options.maxMs ?? PROBE_MAX_MS;
  const base = Math.min((options.firstMs ?? PROBE_FIRST_MS) * 2 ** (probes - 1), cap);
  return base / 2 + (base / 2) * random;
}
