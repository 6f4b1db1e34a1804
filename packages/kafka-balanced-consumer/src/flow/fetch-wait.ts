/** What the next fetch from one broker looks at. */
export interface FetchWaitLoad {
  /** Wait while records come, milliseconds. */
  readonly usualMs: number;
  /** Wait while none come, milliseconds. */
  readonly longestMs: number;
  /** Fetches from this broker, one after the other, that brought no record. */
  readonly emptyAnswers: number;
}

/** So many empty answers are a lull and no idleness. */
const PATIENCE = 4;

/**
 * How long the next fetch lets the broker wait for a record, milliseconds. A broker answers at once when there is one,
 * so a longer wait delays no record; it only makes the questions fewer.
 */
export function fetchWaitMs({ usualMs, longestMs, emptyAnswers }: FetchWaitLoad): number {
  return emptyAnswers < PATIENCE ? usualMs : Math.max(usualMs, longestMs);
}
