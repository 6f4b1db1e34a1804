import type { RecordBatch, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { messageOf } from '../message-of.js';
import { type DeadLetter, firstLetter, type Rejection, sizeOf } from './dead-letter.js';
import type { DeadLetterStore } from './dead-letter-store.js';

/** Options of {@link DeadLetters}. */
export interface DeadLettersOptions {
  readonly store: DeadLetterStore;
  /** The dead letter is durable: the record may be settled. */
  readonly onDurable: (batch: RecordBatch, index: number, rejection: Rejection) => void;
  /** The store does not take dead letters: nothing more of these partitions should be fetched. */
  readonly onStuck: (partition: TopicPartition, cause: string) => void;
  /** It takes them again. */
  readonly onUnstuck: (partition: TopicPartition) => void;
  /** Makes the dead letter of a record. @defaultValue that of a first refusal */
  readonly letterOf?: typeof firstLetter;
  /** Wait before a failed write is tried again, in milliseconds. @defaultValue 5000 */
  readonly retryMs?: number;
}

interface Pending {
  readonly batch: RecordBatch;
  readonly index: number;
  readonly rejection: Rejection;
}

/**
 * So much is gathered for one write, and one dead letter more at most. They are not held before: the records themselves
 * are. A broker takes a record batch of 1 MiB unless told otherwise, and the headers come on top.
 */
const CHUNK_BYTES = 512 * 1024;
const CHUNK_LETTERS = 1000;

/**
 * Sets rejected records aside. A record is settled only once its dead letter is durable; while the store does not take
 * it, it stays unsettled, its partition pauses with the cause, and the write is tried again.
 */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  readonly #queue = new Set<Pending>();
  readonly #stuck = new Map<string, TopicPartition>();
  #cause = '';
  #writing = false;
  #closed = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: DeadLettersOptions) {
    this.#options = options;
  }

  /** Takes one rejected record; holds its batch until the dead letter is durable. */
  add(batch: RecordBatch, index: number, rejection: Rejection): void {
    batch.retain();
    this.#queue.add({ batch, index, rejection });
    if (this.#stuck.size > 0) this.#pause(batch, this.#cause);
    if (!this.#writing && this.#retry === undefined) void this.#write();
  }

  /** Stops trying; what is not durable stays unsettled and is read again after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const pending of this.#queue) this.#drop(pending);
    await this.#options.store.close();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#queue.size > 0 && !this.#closed) {
      this.#forgetStale();
      const { chunk, letters } = this.#chunk();
      try {
        if (letters.length > 0) {
          await this.#options.store.write(letters, (at) => this.#durable(chunk[at] as Pending));
        }
      } catch (error) {
        this.#fail(error);
        break;
      }
      this.#recover();
    }
    this.#writing = false;
  }

  /** A partition that moved away is somebody else's now: he finds the bad record himself. */
  #forgetStale(): void {
    for (const pending of this.#queue) if (pending.batch.stale) this.#drop(pending);
  }

  /** The first dead letters, as many as fit. They are views that hold in this turn, as the record batch demands. */
  #chunk(): { chunk: Pending[]; letters: DeadLetter[] } {
    const chunk: Pending[] = [];
    const letters: DeadLetter[] = [];
    const { letterOf = firstLetter } = this.#options;
    const now = Date.now();
    let size = 0;
    for (const pending of this.#queue) {
      if (size >= CHUNK_BYTES || chunk.length >= CHUNK_LETTERS) break;
      const letter = letterOf(pending.batch, pending.index, pending.rejection, now);
      chunk.push(pending);
      letters.push(letter);
      size += sizeOf(letter);
    }
    return { chunk, letters };
  }

  #durable(pending: Pending): void {
    // Closed meanwhile: nobody is there to settle it.
    if (!this.#queue.has(pending)) return;
    this.#options.onDurable(pending.batch, pending.index, pending.rejection);
    this.#drop(pending);
  }

  #drop(pending: Pending): void {
    if (this.#queue.delete(pending)) pending.batch.release();
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#cause = `dead letters cannot be written to ${this.#options.store.name}: ${messageOf(error)}`;
    for (const { batch } of this.#queue) this.#pause(batch, this.#cause);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#write();
    }, this.#options.retryMs ?? 5000);
  }

  #pause({ topic, partition }: RecordBatch, cause: string): void {
    const key = `${topic}/${partition}`;
    if (this.#stuck.has(key)) return;
    this.#stuck.set(key, { topic, partition });
    this.#options.onStuck({ topic, partition }, cause);
  }

  #recover(): void {
    for (const partition of this.#stuck.values()) this.#options.onUnstuck(partition);
    this.#stuck.clear();
  }
}
