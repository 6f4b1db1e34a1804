import type { ValueSchema } from '../schema/value-schema.js';

/** A value as its key wants it, or what the key wants instead. */
export type Reading<T> =
  | { readonly value: T }
  | {
      readonly expected: string;
      /** Where in the text the fault is, from 0; left out where it is the text as a whole. */
      readonly at?: number;
    };

/**
 * What a key takes: how its text is read and how it is told. Texts come from the file as they stand there, or from
 * the environment, so a number is always read from text.
 */
export interface Kind<T> {
  /** What is wanted, in words that end the sentence "expected …"; the reference shows it too. */
  readonly expected: string;
  /** The same for editors; without one any text or number passes there. */
  readonly schema?: ValueSchema;
  /** Reads a text that is not empty. */
  read(text: string): Reading<T>;
}

/** A kind from a function that answers undefined for what it does not take. */
export function kindOf<T>(
  expected: string,
  read: (text: string) => T | undefined,
  schema?: ValueSchema,
): Kind<T> {
  return {
    expected,
    ...(schema === undefined ? {} : { schema }),
    read: (text) => {
      const value = read(text);
      return value === undefined ? { expected } : { value };
    },
  };
}
