import { ReceiverError } from '../errors.js';

/** A HEC token and its settings, as an administrator of Splunk would set them. */
export interface TokenOptions {
  /** The token itself, by custom a GUID. */
  readonly token: string;
  /** Requests need a channel, and answers carry an `ackId`. @defaultValue false */
  readonly useAck?: boolean;
  /** Indexes this token may write to; empty or left out: any, as in Splunk. @defaultValue any */
  readonly indexes?: readonly string[];
  /** Answers 403 code 1. @defaultValue false */
  readonly disabled?: boolean;
  /** The token may stand in the query string (`allowQueryStringAuth`). @defaultValue false */
  readonly allowQueryString?: boolean;
}

/** The tokens of a receiver; may be changed while it runs. */
export interface Tokens {
  /** Adds a token, or replaces the settings of one that exists. */
  set(options: TokenOptions): void;
  /** From now on 403 code 1. Throws RECEIVER_UNKNOWN_TOKEN for a token that was never set. */
  disable(token: string): void;
  /** Undoes {@link Tokens.disable}. Throws RECEIVER_UNKNOWN_TOKEN. */
  enable(token: string): void;
  /** From now on 403 code 4. */
  remove(token: string): void;
}

/** The tokens by their text. */
export class TokenTable implements Tokens {
  readonly #tokens = new Map<string, TokenOptions>();

  constructor(tokens: readonly TokenOptions[]) {
    for (const token of tokens) this.set(token);
  }

  set(options: TokenOptions): void {
    this.#tokens.set(options.token, options);
  }

  disable(token: string): void {
    this.set({ ...this.#known(token), disabled: true });
  }

  enable(token: string): void {
    this.set({ ...this.#known(token), disabled: false });
  }

  remove(token: string): void {
    this.#tokens.delete(token);
  }

  find(token: string): TokenOptions | undefined {
    return this.#tokens.get(token);
  }

  #known(token: string): TokenOptions {
    const found = this.#tokens.get(token);
    if (found === undefined) {
      throw new ReceiverError(
        'RECEIVER_UNKNOWN_TOKEN',
        'There is no such token. Add it with tokens.set() first.',
      );
    }
    return found;
  }
}
