/**
 * How far another clock is before ours, from its `Date` header: whole seconds, cut off. Any moment of that second between
 * our sending and our receiving would do, so only what lies outside counts.
 *
 * @param sentMs - milliseconds since the epoch, as `receivedMs`
 * @returns milliseconds, negative where it is behind; undefined where the header cannot be read
 */
export function clockAhead(date: string, sentMs: number, receivedMs: number): number | undefined {
  const theirs = Date.parse(date);
  if (Number.isNaN(theirs)) return undefined;
  if (theirs > receivedMs) return theirs - receivedMs;
  const latest = theirs + 999;
  return latest < sentMs ? latest - sentMs : 0;
}
