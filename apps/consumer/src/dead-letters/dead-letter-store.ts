import type { DeadLetter } from './dead-letter.js';

/** Where dead letters end up. */
export interface DeadLetterStore {
  /** In words, for logs: a path, or `the topic orders.dead`. */
  readonly name: string;
  /**
   * Writes dead letters and tells of each, by its index, once it is durable. Takes their bytes before it first waits.
   * Rejects where one of them could not be written; those that were told are durable all the same. May be called again
   * after a failure, not while a call is under way.
   */
  write(letters: readonly DeadLetter[], onDurable: (index: number) => void): Promise<void>;
  /** Safe to call twice. */
  close(): Promise<void>;
}
