import type { EventHead } from './event-head.js';
import { NUMBER_ROOM, writeNumber } from './event-number.js';
import { isEventTime, SECONDS_ROOM, writeMilliseconds, writeSeconds } from './event-time.js';

const TEXT = { open: '"event":"', close: Buffer.from('"}\n') };
const JSON_VALUE = { open: '"event":', close: Buffer.from('}\n') };
const TIME = '"time":';
const NO_HEAD = Buffer.from('{');

const ROOM = TIME.length + SECONDS_ROOM + 5 + TEXT.open.length + TEXT.close.length + 4;

/** Bytes that an envelope with this head has beside its text, at most, and a few that are written over again. */
export function envelopeRoom(head: EventHead | undefined): number {
  if (head === undefined) return ROOM + NO_HEAD.length;
  const { bytes, behindNumber } = head;
  return ROOM + bytes.length + (behindNumber === undefined ? 0 : behindNumber.length + NUMBER_ROOM);
}

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

/** What stands around the text of an event. */
type Frame = typeof TEXT;

/** Writes what surrounds the text of an event. Remembers the head of the last one, which is mostly the next one's. */
export class EnvelopeWriter {
  readonly #frame: Frame;
  readonly #openWords: Words;
  #head: EventHead | undefined;
  /** What stands before the number; undefined where the head has none. */
  #beforeNumber: Words | undefined;
  #plain: Words;
  #timed: Words;

  /** @param content - `text` stands between quotes, `json` stands there as it is */
  constructor(content: 'text' | 'json') {
    this.#frame = content === 'text' ? TEXT : JSON_VALUE;
    this.#openWords = wordsOf(this.#frame.open);
    this.#plain = wordsOf(NO_HEAD, this.#frame.open);
    this.#timed = wordsOf(NO_HEAD, TIME);
  }

  /** Writes everything up to the text; answers the position behind it. */
  open(
    view: DataView,
    at: number,
    head: EventHead | undefined,
    timeMs: number | undefined,
    number: number,
  ): number {
    if (head !== this.#head) this.#take(head);
    let position = at;
    if (this.#beforeNumber !== undefined) {
      position = write(this.#beforeNumber, view, position);
      position = writeNumber(view, position, number);
    }
    if (!isEventTime(timeMs)) return write(this.#plain, view, position);
    position = write(this.#timed, view, position);
    position = writeSeconds(view, position, timeMs);
    position = writeMilliseconds(view, position, timeMs);
    return write(this.#openWords, view, position);
  }

  /** Writes what follows the text. */
  close(target: Uint8Array, at: number): number {
    const { close } = this.#frame;
    for (let i = 0; i < close.length; i++) target[at + i] = close[i]!;
    return at + close.length;
  }

  #take(head: EventHead | undefined): void {
    const { bytes, behindNumber } = head ?? { bytes: NO_HEAD };
    this.#head = head;
    this.#beforeNumber = behindNumber === undefined ? undefined : wordsOf(bytes);
    const before = behindNumber ?? bytes;
    this.#plain = wordsOf(before, this.#frame.open);
    this.#timed = wordsOf(before, TIME);
  }
}
