const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;

/**
 * Walks the JSON objects of an event body: back to back, with white space between, or as the elements of an array. It
 * finds where each one begins and ends and nothing else; whether the text between is JSON is for JSON.parse to say.
 */
export class EnvelopeSplitter {
  readonly #body: Buffer;
  #at = 0;
  #inArray = false;
  #afterElement = false;
  /** First byte of the object found last. */
  start = 0;
  /** Byte after the object found last. */
  end = 0;
  /** True when the body does not go on as it must: what stands at the cursor is no object, or one without an end. */
  malformed = false;

  constructor(body: Buffer) {
    this.#body = body;
  }

  /** Moves to the next object. False at the end of the body and where it is malformed. */
  next(): boolean {
    if (this.malformed || !this.#findStart()) return false;
    this.end = endOfObject(this.#body, this.start);
    if (this.end < 0) {
      this.malformed = true;
      return false;
    }
    this.#at = this.end;
    this.#afterElement = true;
    return true;
  }

  #findStart(): boolean {
    const body = this.#body;
    let needsElement = false;
    for (; this.#at < body.length; this.#at++) {
      const byte = body[this.#at]!;
      if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
      if (byte === openBrace && !(this.#inArray && this.#afterElement)) {
        this.start = this.#at;
        return true;
      }
      if (byte === openBracket && !this.#inArray) {
        this.#inArray = true;
        this.#afterElement = false;
      } else if (byte === comma && this.#inArray && this.#afterElement) {
        this.#afterElement = false;
        needsElement = true;
      } else if (byte === closeBracket && this.#inArray && !needsElement) {
        this.#inArray = false;
      } else {
        this.malformed = true;
        return false;
      }
    }
    this.malformed = this.#inArray;
    return false;
  }
}

/** The byte after the object that begins at `start`, or -1 where it has no end. */
function endOfObject(body: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < body.length; at++) {
    const byte = body[at]!;
    if (byte === quote) {
      at = endOfString(body, at + 1);
      if (at < 0) return -1;
    } else if (byte === openBrace || byte === openBracket) {
      depth++;
    } else if (byte === closeBrace || byte === closeBracket) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** Position of the quote that ends a string. Searching for quotes is cheaper than looking at each byte for escapes. */
function endOfString(body: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const found = body.indexOf(quote, at);
    if (found < 0) return -1;
    let escapes = found;
    while (escapes > from && body[escapes - 1] === backslash) escapes--;
    if ((found - escapes) % 2 === 0) return found;
    at = found + 1;
  }
}
