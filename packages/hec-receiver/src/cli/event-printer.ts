import type { Writable } from 'node:stream';

const newline = Buffer.from('\n');

/** Writes events to a stream, a line each, byte for byte. */
export class EventPrinter {
  readonly #out: Writable;
  #waiting: Buffer[] = [];

  constructor(out: Writable) {
    this.#out = out;
  }

  /** The events of one turn of the event loop are written together. */
  print(event: Buffer): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    this.#waiting.push(Buffer.concat([event, newline]));
  }

  #flush(): void {
    const lines = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#out.write(lines);
  }
}
