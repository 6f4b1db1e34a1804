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

/** What is written before the text, as words; made once for each head. */
interface Opening {
  /** What stands before the number; undefined where the head has none. */
  readonly beforeNumber: Words | undefined;
  readonly plain: Words;
  readonly timed: Words;
}

function openingOf(head: EventHead | undefined, frame: Frame): Opening {
  const { bytes, behindNumber } = head ?? { bytes: NO_HEAD };
  const before = behindNumber ?? bytes;
  return {
    beforeNumber: behindNumber === undefined ? undefined : wordsOf(bytes),
    plain: wordsOf(before, frame.open),
    timed: wordsOf(before, TIME),
  };
}

/**
 * Writes what surrounds the text of an event. Events of one batch may have a few heads in turn, so what was made of each
 * is kept for as long as the head itself.
 */
export class EnvelopeWriter {
  readonly #frame: Frame;
  readonly #openWords: Words;
  readonly #openings: WeakMap<EventHead, Opening>;
  #head: EventHead | undefined;
  #opening: Opening;

  /** @param content - `text` stands between quotes, `json` stands there as it is */
  constructor(content: 'text' | 'json') {
    this.#frame = content === 'text' ? TEXT : JSON_VALUE;
    this.#openings = content === 'text' ? textOpenings : jsonOpenings;
    this.#openWords = wordsOf(this.#frame.open);
    this.#opening = openingOf(undefined, this.#frame);
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
    const { beforeNumber, plain, timed } = this.#opening;
    let position = at;
    if (beforeNumber !== undefined) {
      position = write(beforeNumber, view, position);
      position = writeNumber(view, position, number);
    }
    if (!isEventTime(timeMs)) return write(plain, view, position);
    position = write(timed, view, position);
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
    this.#head = head;
    const known = head === undefined ? undefined : this.#openings.get(head);
    this.#opening = known ?? openingOf(head, this.#frame);
    if (known === undefined && head !== undefined) this.#openings.set(head, this.#opening);
  }
}

// For all batches: the next one has the same heads.
const textOpenings = new WeakMap<EventHead, Opening>();
const jsonOpenings = new WeakMap<EventHead, Opening>();
