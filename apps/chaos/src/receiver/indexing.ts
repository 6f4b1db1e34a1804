import type { JournalWriter } from './journal.js';

/** Milliseconds from taking an event to its place in the index, and to its acknowledgement. */
export const indexMs = 500;
/** Behind {@link indexMs} by more than a question takes to be read: nothing is acknowledged that is not in the index. */
export const ackMs = 1_500;

/** Notes events as they are taken, or, where acknowledgements are given, as they are indexed. */
export interface Indexing {
  take(number: number | undefined): void;
  /** Notes what is due; call often. */
  tend(): void;
  /** Forgets what was taken and is not in the index. */
  crash(): void;
}

/** Without acknowledgement what is taken counts at once, as Splunk's 200 says. */
export function indexingAtOnce(journal: JournalWriter): Indexing {
  return {
    take: (number) => journal.add(number, Date.now()),
    tend: () => undefined,
    crash: () => undefined,
  };
}

/**
 * With acknowledgement an event that was taken is in the memory of an indexer for a while, and dies with it: who believes the
 * 200 instead of the acknowledgement loses it.
 */
export function indexingLater(journal: JournalWriter): Indexing {
  let queue: { readonly number: number | undefined; readonly due: number }[] = [];
  return {
    take: (number) => void queue.push({ number, due: Date.now() + indexMs }),
    tend() {
      const now = Date.now();
      let done = 0;
      for (; done < queue.length && (queue[done] as { due: number }).due <= now; done++)
        journal.add(queue[done]?.number, now);
      if (done > 0) queue = queue.slice(done);
    },
    crash() {
      queue = [];
    },
  };
}
