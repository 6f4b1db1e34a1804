import { inspect } from 'node:util';

const MASK = '***';

/**
 * A token, password or key. Whatever prints, joins, copies or serialises it gets `***` or nothing; only `reveal()`
 * gives the value.
 */
export class Secret {
  readonly #value: string;

  /** @param value - the secret itself */
  constructor(value: string) {
    this.#value = value;
  }

  /** The value. Call it at the place of use, and keep the result nowhere. */
  reveal(): string {
    return this.#value;
  }

  /** `***` */
  toString(): string {
    return MASK;
  }

  /** `***` */
  toJSON(): string {
    return MASK;
  }

  /** `***`, in template strings, concatenation and comparison. */
  [Symbol.toPrimitive](): string {
    return MASK;
  }
}

// Outside the class: a computed name from another module cannot stand in a declaration file.
Object.defineProperty(Secret.prototype, inspect.custom, { value: () => MASK });
