import { inspect } from 'node:util';

/** A token, password or key. Whatever prints, joins or serialises it gets `***`; only `reveal()` gives the value. */
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

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [inspect.custom](): string {
    return '***';
  }
}
