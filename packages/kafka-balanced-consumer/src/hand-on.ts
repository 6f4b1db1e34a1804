import type { PartitionStream } from './partition-stream.js';

/** What to do with fetched records. */
export type HandOn =
  /** They go on where the last ones ended. `missed` offsets between are gone from the log. */
  | { readonly kind: 'take'; readonly missed: number }
  /** They begin behind the place that is due, and nobody knows why: fetch again from there. */
  | { readonly kind: 'seek' }
  /** The log begins again before the place that is due: the topic was made anew, or its log was cut. */
  | { readonly kind: 'begin-anew' };

/**
 * Compares where a fetch began with where the partition stands. Fetches go on where the last one ended; every other
 * case is one where records could be lost without a word:
 *
 * - The broker had the place no longer, its leader could not be asked (see `goingOn`), and kafkajs began at the log's
 *   first record. If that lies behind the place, what lay between is gone and is counted. If it lies before, this is
 *   another log under the same name.
 * - The fetch began behind the place for no known reason: it is sought once more, and taken when that changes nothing.
 *   Where records are to be read again the reason is known: it is a fetch from before the reader went back. So it is
 *   sought until it comes, and only the broker's own word makes records gone.
 *
 * A fetch that begins before the place is harmless, its first records are left out.
 */
export function handOn(stream: PartitionStream, fetchedOffset: number): HandOn {
  const { place } = stream;
  if (stream.outOfRange && fetchedOffset < place) return { kind: 'begin-anew' };
  if (fetchedOffset <= place) return { kind: 'take', missed: 0 };
  if (stream.outOfRange || (stream.soughtAgain === place && stream.rereads.isEmpty)) {
    return { kind: 'take', missed: fetchedOffset - place };
  }
  return { kind: 'seek' };
}
