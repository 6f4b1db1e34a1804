/** The latest time that a `Date` can hold, milliseconds since the epoch. */
const LATEST = 8.64e15;

/**
 * When a record was made. Producers write any number of 64 bits there: what no calendar has counts as no time, so that it
 * can be shown, and read back from where it was written.
 */
export function knownTime(time: number): number | undefined {
  return Number.isSafeInteger(time) && time >= 0 && time <= LATEST ? time : undefined;
}
