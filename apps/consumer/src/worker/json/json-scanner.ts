import { isUtf8 } from 'node:buffer';
import { type PointerNode, pointerTree } from './pointer-tree.js';

/** Deeper nesting counts as invalid: a value of nothing but brackets must not exhaust the stack. */
export const MAX_DEPTH = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const MINUS = 0x2d;
const ZERO = 0x30;

// What a byte is inside a string: 0 stands for itself, 1 ends the plain run.
const SPECIAL = new Uint8Array(256);
SPECIAL.fill(1, 0, 0x20);
SPECIAL[QUOTE] = 1;
SPECIAL[BACKSLASH] = 1;
const ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrtu') ESCAPES[letter.charCodeAt(0)] = 1;
const HEX = new Uint8Array(256);
for (const letter of '0123456789abcdefABCDEF') HEX[letter.charCodeAt(0)] = 1;

const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');

/**
 * Goes once through a JSON value in bytes: says whether it is valid, exactly as `JSON.parse` would (but for invalid UTF-8
 * and nesting over {@link MAX_DEPTH}, which it refuses), and where the values of some pointers lie. It makes no objects
 * and no strings, but for keys that are written with escapes.
 */
export class JsonScanner {
  /**
   * Start and end of what each pointer found: a text with its quotes, a number, `true` or `false`. -1 twice for what is
   * not there, `null`, objects and lists. As in `JSON.parse`, the last of equal keys holds.
   */
  readonly ranges: Int32Array;
  /** Whether the value is one that Splunk calls blank: `null`, `{}`, `[]`, a text of nothing but white space. */
  blank = false;
  readonly #root: PointerNode;
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  /** Whether a byte over 0x7f was seen. */
  #nonAscii = false;
  /** Whether the string that was read last has escapes. */
  #escaped = false;

  /** @param paths - the pointers, as unescaped steps; no two alike */
  constructor(paths: readonly (readonly string[])[]) {
    this.#root = pointerTree(paths);
    this.ranges = new Int32Array(2 * paths.length).fill(-1);
  }

  /** Scans `[start, end)`. Where it answers false every range is -1. */
  scan(bytes: Buffer, start: number, end: number): boolean {
    this.ranges.fill(-1);
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#nonAscii = false;
    const from = this.#space();
    const valid = this.#value(this.#root, 0) && this.#isBehind(from, start, end);
    if (!valid) this.ranges.fill(-1);
    return valid;
  }

  /** Whether nothing follows the value and its text is UTF-8; looks at what it is while it is there. */
  #isBehind(from: number, start: number, end: number): boolean {
    const to = this.#at;
    this.blank = this.#isBlank(from, to);
    this.#space();
    return this.#at === this.#end && (!this.#nonAscii || isUtf8(this.#bytes.subarray(start, end)));
  }

  #isBlank(from: number, to: number): boolean {
    const first = this.#bytes[from];
    if (first === QUOTE) return jsonText(this.#bytes, from, to).trim() === '';
    if (first !== OPEN_LIST && first !== OPEN_OBJECT) return first === NULL[0];
    this.#at = from + 1;
    const empty = this.#space() === to - 1;
    this.#at = to;
    return empty;
  }

  /** A value, and where a pointer leads to it or into it. */
  #value(node: PointerNode | undefined, depth: number): boolean {
    const from = this.#space();
    if (node !== undefined) for (const slot of node.slots) this.#set(slot, -1, -1);
    const first = this.#bytes[from];
    if (from >= this.#end) return false;
    if (first === OPEN_OBJECT) return depth < MAX_DEPTH && this.#object(node, depth + 1);
    if (first === OPEN_LIST) return depth < MAX_DEPTH && this.#list(node, depth + 1);
    if (first === NULL[0]) return this.#literal(NULL);
    if (!this.#scalar(first as number)) return false;
    if (node !== undefined && node.slot >= 0) this.#set(node.slot, from, this.#at);
    return true;
  }

  #scalar(first: number): boolean {
    if (first === QUOTE) return this.#string();
    if (first === TRUE[0]) return this.#literal(TRUE);
    return first === FALSE[0] ? this.#literal(FALSE) : this.#number();
  }

  #object(node: PointerNode | undefined, depth: number): boolean {
    this.#at++;
    if (this.#bytes[this.#space()] === CLOSE_OBJECT) return this.#step();
    for (;;) {
      const from = this.#space();
      if (this.#bytes[from] !== QUOTE || !this.#string()) return false;
      const child = node === undefined ? undefined : this.#childByName(node, from, this.#at);
      if (this.#bytes[this.#space()] !== COLON || !this.#step()) return false;
      if (!this.#value(child, depth)) return false;
      const next = this.#bytes[this.#space()];
      if (next === CLOSE_OBJECT) return this.#step();
      if (next !== COMMA || !this.#step()) return false;
    }
  }

  #list(node: PointerNode | undefined, depth: number): boolean {
    this.#at++;
    if (this.#bytes[this.#space()] === CLOSE_LIST) return this.#step();
    for (let position = 0; ; position++) {
      const child = node?.children.find((each) => each.position === position);
      if (!this.#value(child, depth)) return false;
      const next = this.#bytes[this.#space()];
      if (next === CLOSE_LIST) return this.#step();
      if (next !== COMMA || !this.#step()) return false;
    }
  }

  #childByName({ children }: PointerNode, from: number, to: number): PointerNode | undefined {
    if (children.length === 0) return undefined;
    if (this.#escaped) {
      const text = jsonText(this.#bytes, from, to);
      return children.find((child) => child.text === text);
    }
    const length = to - from - 2;
    for (const child of children) {
      const { name } = child;
      if (name.length !== length) continue;
      let i = 0;
      while (i < length && name[i] === this.#bytes[from + 1 + i]) i++;
      if (i === length) return child;
    }
    return undefined;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at + 1;
    let seen = 0;
    this.#escaped = false;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      seen |= byte;
      if (SPECIAL[byte] === 0) continue;
      if (byte === QUOTE) {
        if (seen > 0x7f) this.#nonAscii = true;
        this.#at = at + 1;
        return true;
      }
      if (byte !== BACKSLASH) return false;
      this.#escaped = true;
      const letter = bytes[++at] as number;
      if (at >= end || ESCAPES[letter] === 0) return false;
      if (letter !== 0x75) continue;
      if (at + 4 >= end) return false;
      for (let i = 0; i < 4; i++) if (HEX[bytes[++at] as number] === 0) return false;
    }
    return false;
  }

  /** `-`, digits without a leading zero, a fraction, an exponent. */
  #number(): boolean {
    const bytes = this.#bytes;
    if (bytes[this.#at] === MINUS) this.#at++;
    if (this.#at < this.#end && bytes[this.#at] === ZERO) this.#at++;
    else if (!this.#digits()) return false;
    if (this.#at < this.#end && bytes[this.#at] === 0x2e) {
      this.#at++;
      if (!this.#digits()) return false;
    }
    if (this.#at < this.#end && ((bytes[this.#at] as number) | 0x20) === 0x65) {
      this.#at++;
      const sign = bytes[this.#at];
      if (sign === MINUS || sign === 0x2b) this.#at++;
      return this.#digits();
    }
    return true;
  }

  #digits(): boolean {
    const from = this.#at;
    while (this.#at < this.#end) {
      const digit = (this.#bytes[this.#at] as number) - ZERO;
      if (digit < 0 || digit > 9) break;
      this.#at++;
    }
    return this.#at > from;
  }

  #literal(word: Uint8Array): boolean {
    if (this.#at + word.length > this.#end) return false;
    for (let i = 0; i < word.length; i++) if (this.#bytes[this.#at + i] !== word[i]) return false;
    this.#at += word.length;
    return true;
  }

  /** Steps over white space; answers where it came to. */
  #space(): number {
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      this.#at++;
    }
    return this.#at;
  }

  /** Steps over the byte that was just looked at; false where it lies behind the end. */
  #step(): boolean {
    return ++this.#at <= this.#end;
  }

  #set(slot: number, start: number, end: number): void {
    this.ranges[2 * slot] = start;
    this.ranges[2 * slot + 1] = end;
  }
}

/** What a JSON text, number, `true` or `false` in `[start, end)` says, as text. The bytes must be valid JSON. */
export function jsonText(bytes: Buffer, start: number, end: number): string {
  if (bytes[start] !== QUOTE) return bytes.toString('latin1', start, end);
  for (let at = start; at < end; at++) {
    if (bytes[at] === BACKSLASH) return JSON.parse(bytes.toString('utf8', start, end)) as string;
  }
  return bytes.toString('utf8', start + 1, end - 1);
}
