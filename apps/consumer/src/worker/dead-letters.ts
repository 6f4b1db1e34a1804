import type { RecordBatch, TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { deadLetterLine, type Rejection } from './dead-letter-line.js';

/** Where dead letters end up: durable when `append` resolves. */
export interface DeadLetterStore {
  readonly path: string;
  append(lines: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Options of {@link DeadLetters}. */
export interface DeadLettersOptions {
  readonly store: DeadLetterStore;
  /** The dead letter is durable: the record may be settled. */
  readonly onDurable: (batch: RecordBatch, index: number, rejection: Rejection) => void;
  /** The store does not take dead letters: nothing more of these partitions should be fetched. */
  readonly onStuck: (partition: TopicPartition, cause: string) => void;
  /** It takes them again. */
  readonly onUnstuck: (partition: TopicPartition) => void;
  /** Wait before a failed write is tried again, in milliseconds. @defaultValue 5000 */
  readonly retryMs?: number;
}

interface Pending {
  readonly batch: RecordBatch;
  readonly index: number;
  readonly rejection: Rejection;
}

/** Lines are gathered up to this size for one fsync. They are not held before: the records themselves are. */
const CHUNK_BYTES = 1024 * 1024;

/**
 * Sets rejected records aside. A record is settled only once its dead letter is on the disk; while the disk does not
 * take it, it stays unsettled, its partition pauses with the cause, and the write is tried again.
 */
export class DeadLetters {
  readonly #options: DeadLettersOptions;
  readonly #queue: Pending[] = [];
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
    this.#queue.push({ batch, index, rejection });
    if (this.#stuck.size > 0) this.#pause(batch, this.#cause);
    if (!this.#writing && this.#retry === undefined) void this.#write();
  }

  /** Stops trying; what is not durable stays unsettled and is read again after the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const { batch } of this.#queue.splice(0)) batch.release();
    await this.#options.store.close();
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#queue.length > 0 && !this.#closed) {
      this.#forgetStale();
      const { count, bytes } = this.#chunk();
      try {
        if (count > 0) await this.#options.store.append(bytes);
      } catch (error) {
        this.#fail(error);
        break;
      }
      if (this.#closed) break;
      this.#recover();
      for (const { batch, index, rejection } of this.#queue.splice(0, count)) {
        this.#options.onDurable(batch, index, rejection);
        batch.release();
      }
    }
    this.#writing = false;
  }

  /** A partition that moved away is somebody else's now: he finds the bad record himself. */
  #forgetStale(): void {
    for (let at = this.#queue.length - 1; at >= 0; at--) {
      const { batch } = this.#queue[at] as Pending;
      if (!batch.stale) continue;
      batch.release();
      this.#queue.splice(at, 1);
    }
  }

  /** The lines of the first records, as many as fit. They are read in this turn, as the record batch demands. */
  #chunk(): { count: number; bytes: Buffer } {
    const lines: Buffer[] = [];
    let size = 0;
    for (const { batch, index, rejection } of this.#queue) {
      if (size >= CHUNK_BYTES) break;
      const line = Buffer.from(deadLetterLine(batch, index, rejection, Date.now()));
      lines.push(line);
      size += line.length;
    }
    return { count: lines.length, bytes: Buffer.concat(lines, size) };
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    const words = error instanceof Object && 'message' in error ? String(error.message) : String(error);
    this.#cause = `dead letters cannot be written to ${this.#options.store.path}: ${words}`;
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
