import { readFileSync } from 'node:fs';
import type { Secret } from '@kafka-splunk/config';

/**
 * A function that gives a secret as it is now: what its file holds, where it came from one. While the file cannot be
 * read or is empty, as in the middle of being replaced, the last one known holds.
 */
export function secretInForce(known: Secret, file: string | undefined): () => string {
  let last = known.reveal();
  return () => {
    if (file === undefined) return last;
    try {
      last = readFileSync(file, 'utf8').trim() || last;
    } catch {
      // The login itself will tell when the last one does not hold any more.
    }
    return last;
  };
}
