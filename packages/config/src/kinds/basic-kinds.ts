import { anyCase } from '../schema/value-schema.js';
import { type Kind, kindOf } from './kind.js';

const YES = new Set(['true', 'yes', 'on']);
const NO = new Set(['false', 'no', 'off']);

/**
 * A boolean as YAML 1.1 and PyYAML read it, quoted or not: existing files hold `True`, `False`, `yes`, `no`, `on` and
 * `off`. `y` and `n` are left out on purpose: YAML 1.1 calls them booleans, PyYAML reads them as text, and text was
 * true, so `use_https: n` meant https.
 */
export const boolean: Kind<boolean> = kindOf(
  'true or false (also yes, no, on, off)',
  (text) => {
    const word = text.toLowerCase();
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  },
  { boolean: true, text: anyCase(...YES, ...NO) },
);

/** One of a few words, in any case; the answer is the word as listed. */
export function oneOf<T extends string>(...words: readonly T[]): Kind<T> {
  const last = words.at(-1) ?? '';
  const expected = words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
  const find = (text: string): T | undefined => words.find((word) => word === text.toLowerCase());
  return kindOf(expected, find, { words, text: anyCase(...words) });
}

/** Text without control characters, as it stands in the file. */
export const text: Kind<string> = kindOf('text without line breaks and control characters', (value) =>
  isPrintable(value) ? value : undefined,
);

/** A path. Relative ones start in the working directory, as in the original. */
export const path: Kind<string> = kindOf('a path', (value) => (isPrintable(value) ? value : undefined));

/** Any text: for passwords and for keys that do nothing any more. */
export const anything: Kind<string> = kindOf('text', (value) => value);

/** True where nothing in a text is a control character. */
export function isPrintable(value: string): boolean {
  return !/\p{Cc}/u.test(value);
}
