import { setTimeout as pause } from 'node:timers/promises';
import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';
import { recordBatchOf } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import { type DeadLetter, idOf, nextLetter, type Rejection, sizeOf } from '../dead-letters/dead-letter.js';
import type { LetterSource } from '../dead-letters/letter-source.js';
import type { LetterNote } from '../dead-letters/survey.js';
import { Pace } from './pace.js';

/** Options of {@link LetterReplay}. */
export interface LetterReplayOptions {
  /** What is to be sent, each record once. */
  readonly notes: readonly LetterNote[];
  /** Ids of older dead letters of the same record, by the id of the one that is sent. */
  readonly older: ReadonlyMap<string, readonly string[]>;
  /** Records a second. @defaultValue as many as go */
  readonly rate?: number;
  /** Sends a record; it is told to {@link LetterReplay.done} or {@link LetterReplay.rejected}. */
  readonly send: (records: RecordBatch) => void;
  /** Sets a record aside anew; told to {@link LetterReplay.setAside} once that is durable. */
  readonly aside: (records: RecordBatch, index: number, rejection: Rejection) => void;
  /** Notes that these were replayed. */
  readonly mark: (source: LetterSource, ids: readonly string[]) => void;
}

interface Sent {
  readonly letter: DeadLetter;
  readonly note: LetterNote;
  readonly bytes: number;
}

/** Bytes of dead letters that are on their way. One larger goes alone. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_LETTERS = 5000;

/** Sends dead letters once more: source → pace → sender → outcome → mark. */
export class LetterReplay {
  readonly #options: LetterReplayOptions;
  readonly #pace: Pace;
  readonly #notes: Map<string, LetterNote>;
  readonly #sent = new Map<RecordBatch, Sent>();
  #bytes = 0;
  #taken = 0;
  #refused = 0;
  #onRoom: () => void = () => {};

  constructor(options: LetterReplayOptions) {
    this.#options = options;
    this.#pace = new Pace(options.rate);
    this.#notes = new Map(options.notes.map((note) => [note.id, note]));
  }

  /** How far it has come. */
  get progress(): { done: number; total: number; taken: number; refused: number } {
    const [taken, refused] = [this.#taken, this.#refused];
    return { done: taken + refused, total: this.#options.notes.length, taken, refused };
  }

  /** Reads and hands on all that is to be sent; ends early where the signal aborts. */
  async run(sources: readonly LetterSource[], signal: AbortSignal): Promise<void> {
    const handed = new Set<string>();
    for (const source of sources) {
      await source.read(async (item) => {
        if (item.kind !== 'letter' || signal.aborted) return;
        const id = idOf(item.letter);
        const note = this.#notes.get(id);
        // The same dead letter may stand in two places: a write that was tried again.
        if (note === undefined || handed.has(id)) return;
        await this.#turn(signal);
        if (signal.aborted) return;
        handed.add(id);
        this.#hand(item.letter, note);
      }, signal);
    }
  }

  /** Resolves when everything that was handed on has its outcome, or when the signal aborts. */
  async idle(signal: AbortSignal): Promise<void> {
    while (this.#sent.size > 0 && !signal.aborted) await this.#change(signal);
  }

  /** The dead letter that a refused record becomes. */
  next(records: RecordBatch, rejection: Rejection, time: number): DeadLetter {
    const { letter } = this.#sent.get(records) as Sent;
    return nextLetter(letter, rejection, time);
  }

  /** Splunk has it. */
  done(records: RecordBatch): void {
    this.#taken++;
    this.#end(records);
  }

  /** Splunk will not take it. */
  rejected(records: RecordBatch, index: number, rejection: Rejection): void {
    this.#options.aside(records, index, rejection);
  }

  /** It is set aside anew, with its history. */
  setAside(records: RecordBatch): void {
    this.#refused++;
    this.#end(records);
  }

  #hand(letter: DeadLetter, note: LetterNote): void {
    const records = recordBatchOf(letter, [{ ...letter, timestamp: letter.timestamp ?? -1 }]);
    const bytes = sizeOf(letter);
    this.#sent.set(records, { letter, note, bytes });
    this.#bytes += bytes;
    this.#options.send(records);
  }

  #end(records: RecordBatch): void {
    const sent = this.#sent.get(records);
    if (sent === undefined) return;
    this.#sent.delete(records);
    this.#bytes -= sent.bytes;
    const { id, source } = sent.note;
    this.#options.mark(source, [id, ...(this.#options.older.get(id) ?? [])]);
    this.#onRoom();
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while ((this.#bytes >= MOST_BYTES || this.#sent.size >= MOST_LETTERS) && !signal.aborted) {
      await this.#change(signal);
    }
    while (!signal.aborted && this.#pace.take(1) === 0) {
      await pause(this.#pace.waitMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Resolves with the next outcome, or when the signal aborts. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#onRoom = () => {
        signal.removeEventListener('abort', this.#onRoom);
        resolve();
      };
      signal.addEventListener('abort', this.#onRoom, { once: true });
    });
  }
}
