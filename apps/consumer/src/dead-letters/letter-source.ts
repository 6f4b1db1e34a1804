import type { DeadLetter } from './dead-letter.js';

/** What stands in a place of dead letters, one after the other. */
export type StoredItem =
  | {
      readonly kind: 'letter';
      /** With bytes of its own. */
      readonly letter: DeadLetter;
      /** Where it stands, for people: `dead-letters/g-0.jsonl line 3`, `orders.dead/0/17`. */
      readonly place: string;
    }
  /** These dead letters, by their ids, were replayed. */
  | { readonly kind: 'mark'; readonly ids: readonly string[] }
  /** Something else: a torn line, a record of somebody else. */
  | { readonly kind: 'foreign'; readonly place: string };

/** A place of dead letters to be read. */
export interface LetterSource {
  /** For people: a path, or `the topic orders.dead`. */
  readonly name: string;
  /**
   * Reads from the first one to where it ended when it was opened; waits for `visit` before it reads on. Ends early where
   * the signal aborts. May be called again.
   */
  read(visit: (item: StoredItem) => Promise<void> | void, signal?: AbortSignal): Promise<void>;
  /** Notes, durably, that these were replayed. */
  mark(ids: readonly string[]): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
