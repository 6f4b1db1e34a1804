/** What the log of a partition holds, as its leader says: offsets `[first, end)`. */
export interface LogBounds {
  readonly first: number;
  readonly end: number;
}

/**
 * Where a partition goes on whose leader has said that the offset to be fetched is out of range:
 * - `first`: the log begins behind the place. What lay between is gone.
 * - `anew`: the log ends before the place. It is another log under the same name, or one that was cut off.
 * - `place`: by now it is in the log. The word was about a fetch from before, or from another leader.
 */
export function goingOn(place: number, { first, end }: LogBounds): 'first' | 'anew' | 'place' {
  if (first > place) return 'first';
  return end < place ? 'anew' : 'place';
}
