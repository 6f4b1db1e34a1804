import type { Destination } from '../destination.js';
import { HecError } from '../errors.js';
import { EnvelopeWriter, envelopeRoom } from '../wire/envelope.js';
import type { EventHead } from '../wire/event-head.js';
import { isBlank, jsonTextLength, WORST_ESCAPE, writeJsonText } from '../wire/json-text.js';
import type { Batch } from './batch.js';
import type { Body } from './body.js';
import { copyBytes } from './copy-bytes.js';

/** What a batch needs of the set it belongs to. */
export interface BatchOwner<C> {
  readonly maxBytes: number;
  readonly maxEvents: number;
  /**
   * Gives a batch that is being filled a body for `bytes` and `events`, with the old content in it; undefined when
   * the byte bound has no room. A batch without events is never refused.
   */
  grow(batch: OpenBatch<C>, bytes: number, events: number): Body | undefined;
  /** The first event is in: its age begins. */
  started(batch: OpenBatch<C>): void;
  /** The batch takes no more. */
  sealed(batch: OpenBatch<C>): void;
}

const NEWLINE = 0x0a;

function checkRange(buffer: Buffer, start: number, end: number): void {
  if (start >= 0 && start <= end && end <= buffer.length) return;
  throw new HecError('HEC_RANGE', `no range of a buffer of ${buffer.length} bytes: ${start} to ${end}`);
}

/**
 * A batch from its first event to its last outcome. Each event ends in a newline: on the raw endpoint it separates
 * events, between envelopes it is allowed, and a range of events can be sent again as a range of bytes. The one
 * behind the last event is an empty rest for Splunk's line breaking, no event.
 *
 * An event that cannot be sent takes a number and no bytes.
 */
export class OpenBatch<C> implements Batch<C> {
  readonly id: number;
  readonly destination: Destination;
  readonly context: C;
  events = 0;
  bytes = 0;
  /** Events that are refused locally. */
  blanks = 0;
  /** Whether an event brought an index of its own. */
  ownIndex = false;
  /** When the first event came. */
  startedAt = 0;
  /** Events without an outcome. */
  undecided = 0;
  /** None before the first event and after the last outcome. */
  body: Body | undefined;
  readonly #owner: BatchOwner<C>;
  readonly #raw: boolean;
  readonly #envelope: EnvelopeWriter = new EnvelopeWriter('text');
  #jsonEnvelope: EnvelopeWriter | undefined;
  #sealed = false;
  #source: Buffer | undefined;
  #sourceView: DataView | undefined;

  constructor(id: number, destination: Destination, context: C, owner: BatchOwner<C>) {
    this.id = id;
    this.destination = destination;
    this.context = context;
    this.#owner = owner;
    this.#raw = destination.kind === 'raw';
  }

  get isSealed(): boolean {
    return this.#sealed;
  }

  append(buffer: Buffer, start: number, end: number, head?: EventHead, timeMs?: number, number = 0): number {
    checkRange(buffer, start, end);
    if (this.#sealed) return -1;
    return this.#raw
      ? this.#appendBytes(buffer, start, end)
      : this.#appendText(buffer, start, end, head, timeMs, number);
  }

  appendJson(
    buffer: Buffer,
    start: number,
    end: number,
    head?: EventHead,
    timeMs?: number,
    number = 0,
  ): number {
    checkRange(buffer, start, end);
    if (this.#raw) throw new HecError('HEC_DESTINATION', 'JSON goes to a destination of the kind event');
    if (this.#sealed) return -1;
    const length = end - start;
    if (length === 0) return this.#appendBlank();
    const body = this.#bodyFor(envelopeRoom(head) + length);
    if (body === undefined) return -1;
    this.#jsonEnvelope ??= new EnvelopeWriter('json');
    let at = this.#jsonEnvelope.open(body.view, this.bytes, head, timeMs, number);
    at += buffer.copy(body.bytes, at, start, end);
    at = this.#jsonEnvelope.close(body.bytes, at);
    if (head?.ownIndex) this.ownIndex = true;
    return this.#commit(body, at);
  }

  appendEnvelope(buffer: Buffer, start: number, end: number, ownIndex: boolean): number {
    checkRange(buffer, start, end);
    if (this.#raw) throw new HecError('HEC_DESTINATION', 'envelopes go to a destination of the kind event');
    if (this.#sealed) return -1;
    const number = this.#appendBytes(buffer, start, end);
    if (number >= 0 && ownIndex) this.ownIndex = true;
    return number;
  }

  /** Ends the filling. What is sealed is sent. */
  seal(): void {
    if (this.#sealed) return;
    this.#sealed = true;
    // The view would keep the caller's buffer alive for as long as this batch waits.
    this.#source = undefined;
    this.#sourceView = undefined;
    this.undecided = this.events;
    this.#owner.sealed(this);
  }

  #appendBytes(buffer: Buffer, start: number, end: number): number {
    const length = end - start;
    if (length === 0) return this.#appendBlank();
    const body = this.#bodyFor(length + 1);
    if (body === undefined) return -1;
    const at = this.bytes;
    // A view pays off with the second event of a buffer: callers with a buffer for each event would make one for each.
    if (buffer === this.#source) {
      copyBytes(buffer, this.#viewOf(buffer), start, end, body.bytes, body.view, at);
    } else {
      this.#source = buffer;
      this.#sourceView = undefined;
      buffer.copy(body.bytes, at, start, end);
    }
    body.bytes[at + length] = NEWLINE;
    return this.#commit(body, at + length + 1);
  }

  #appendText(
    buffer: Buffer,
    start: number,
    end: number,
    head: EventHead | undefined,
    timeMs: number | undefined,
    number: number,
  ): number {
    if (isBlank(buffer, start, end)) return this.#appendBlank();
    const body = this.#bodyForText(buffer, start, end, envelopeRoom(head));
    if (body === undefined) return -1;

    let at = this.#envelope.open(body.view, this.bytes, head, timeMs, number);
    at = writeJsonText(buffer, this.#viewOf(buffer), start, end, body.bytes, body.view, at);
    at = this.#envelope.close(body.bytes, at);
    if (head?.ownIndex) this.ownIndex = true;
    return this.#commit(body, at);
  }

  /** A view of the caller's buffer, which is mostly the same one for many events. */
  #viewOf(buffer: Buffer): DataView {
    if (this.#sourceView === undefined || buffer !== this.#source) {
      this.#source = buffer;
      this.#sourceView = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    }
    return this.#sourceView;
  }

  #appendBlank(): number {
    const body = this.#bodyFor(0);
    if (body === undefined) return -1;
    this.blanks++;
    return this.#commit(body, this.bytes);
  }

  #commit(body: Body, end: number): number {
    const number = this.events++;
    body.ends[number] = end;
    this.bytes = end;
    if (number === 0) this.#owner.started(this);
    if (this.events >= this.#owner.maxEvents || end >= this.#owner.maxBytes) this.seal();
    return number;
  }

  /** A body with room for one event of so many bytes; undefined when the batch is full, and then it is sealed. */
  #bodyFor(length: number): Body | undefined {
    const { body } = this;
    const need = this.bytes + length;
    if (body !== undefined && need <= body.bytes.length && this.events < body.ends.length) return body;
    if (this.events === 0 || need <= this.#owner.maxBytes) {
      const grown = this.#owner.grow(this, need, this.events + 1);
      if (grown !== undefined) {
        this.body = grown;
        return grown;
      }
    }
    this.seal();
    return undefined;
  }

  /** The same for a text whose escaped length is unknown: it is counted only where the worst case does not fit. */
  #bodyForText(buffer: Buffer, start: number, end: number, fixed: number): Body | undefined {
    const { body } = this;
    const worst = this.bytes + fixed + (end - start) * WORST_ESCAPE;
    if (body !== undefined && worst <= body.bytes.length && this.events < body.ends.length) return body;
    return this.#bodyFor(fixed + jsonTextLength(buffer, start, end));
  }
}
