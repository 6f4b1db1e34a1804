import type { EventHead } from './event-head.js';
import { isEventTime, SECONDS_ROOM, writeMilliseconds, writeSeconds } from './event-time.js';

const OPEN = '"event":"';
const TIME = '"time":';
const CLOSE = Buffer.from('"}\n');

/** Bytes that an envelope has beside its head and its text, at most, and a few that are written over again. */
export const ENVELOPE_ROOM: number = TIME.length + SECONDS_ROOM + 5 + OPEN.length + CLOSE.length + 4;

/** Bytes that are written often, four at a time; the last word may reach over their end. */
interface Words {
  readonly words: Int32Array;
  readonly length: number;
}

function wordsOf(...parts: readonly (Buffer | string)[]): Words {
  const bytes = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  for (let i = 0; i < bytes.length; i++) words[i >> 2]! |= bytes[i]! << (8 * (i & 3));
  return { words, length: bytes.length };
}

function write({ words, length }: Words, view: DataView, at: number): number {
  for (let i = 0; i < words.length; i++) view.setInt32(at + 4 * i, words[i]!, true);
  return at + length;
}

const NO_HEAD = Buffer.from('{');
const OPEN_WORDS = wordsOf(OPEN);

/** Writes what surrounds the text of an event. Remembers the head of the last one, which is mostly the next one's. */
export class EnvelopeWriter {
  #head: EventHead | undefined;
  #plain: Words = wordsOf(NO_HEAD, OPEN);
  #timed: Words = wordsOf(NO_HEAD, TIME);

  /** Writes everything up to the text; answers the position behind it. */
  open(view: DataView, at: number, head: EventHead | undefined, timeMs: number | undefined): number {
    if (head !== this.#head) this.#take(head);
    if (!isEventTime(timeMs)) return write(this.#plain, view, at);
    let position = write(this.#timed, view, at);
    position = writeSeconds(view, position, timeMs);
    position = writeMilliseconds(view, position, timeMs);
    return write(OPEN_WORDS, view, position);
  }

  /** Writes what follows the text. */
  close(target: Uint8Array, at: number): number {
    target[at] = CLOSE[0]!;
    target[at + 1] = CLOSE[1]!;
    target[at + 2] = CLOSE[2]!;
    return at + CLOSE.length;
  }

  #take(head: EventHead | undefined): void {
    const bytes = head?.bytes ?? NO_HEAD;
    this.#head = head;
    this.#plain = wordsOf(bytes, OPEN);
    this.#timed = wordsOf(bytes, TIME);
  }
}
