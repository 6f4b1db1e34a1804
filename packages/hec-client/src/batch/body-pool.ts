import { type Body, footprint, makeBody } from './body.js';

/**
 * Bodies that are kept for the next batch. Garbage of a megabyte per request is what costs most beside the copying,
 * and fresh memory has to be cleared by the system.
 */
export class BodyPool {
  readonly #max: number;
  #bodies: Body[] = [];
  #bytes = 0;

  /** @param max - bytes that may lie here */
  constructor(max: number) {
    this.#max = max;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A body of exactly this capacity, a used one where there is one. */
  take(bytes: number, events: number): Body {
    for (let i = this.#bodies.length - 1; i >= 0; i--) {
      const body = this.#bodies[i]!;
      if (body.bytes.length !== bytes || body.ends.length !== events) continue;
      this.#bodies.splice(i, 1);
      this.#bytes -= footprint(body);
      return body;
    }
    return makeBody(bytes, events);
  }

  /** Takes a body back; the oldest ones make room for it. */
  give(body: Body): void {
    const size = footprint(body);
    if (size > this.#max) return;
    this.trim(this.#max - size);
    this.#bodies.push(body);
    this.#bytes += size;
  }

  /** Lets bodies go until no more than this lies here. */
  trim(bytes: number): void {
    while (this.#bytes > bytes && this.#bodies.length > 0) this.#bytes -= footprint(this.#bodies.shift()!);
  }
}
