/** A message that is not what the protocol says; the text names the field. Never leaves this folder. */
export class Garbled extends Error {}

/** A message as it came: an object with fields of unknown types. */
export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object, not a list. */
export function readObject(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Garbled(`${name} is not an object`);
  return value as Fields;
}

/** A list, each item read by `read`. */
export function readList<T>(from: Fields, name: string, read: (item: Fields) => T): T[] {
  const value = from[name];
  if (!Array.isArray(value)) throw new Garbled(`${name} is not a list`);
  return value.map((item, index) => read(readObject(item, `${name}[${index}]`)));
}

/** A text. */
export function readText(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== 'string') throw new Garbled(`${name} is not a text`);
  return value;
}

/** True or false. */
export function readFlag(from: Fields, name: string): boolean {
  const value = from[name];
  if (typeof value !== 'boolean') throw new Garbled(`${name} is neither true nor false`);
  return value;
}

/** A finite number that is not negative. */
export function readCount(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new Garbled(`${name} is not a number from 0 up`);
  }
  return value;
}

/** A finite number of either sign. */
export function readNumber(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Garbled(`${name} is not a number`);
  return value;
}

/** One of a closed set of words. */
export function readWord<W extends string>(from: Fields, name: string, words: readonly W[]): W {
  const value = from[name];
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) throw new Garbled(`${name} is none of ${words.join(', ')}`);
  return word;
}

/** What `read` gives, or undefined where the field is missing: JSON drops undefined and has null for it in lists. */
export function readOptional<T>(
  from: Fields,
  name: string,
  read: (from: Fields, name: string) => T,
): T | undefined {
  const value = from[name];
  return value === undefined || value === null ? undefined : read(from, name);
}
