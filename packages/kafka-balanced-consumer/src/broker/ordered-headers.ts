import type { RecordHeader } from '../records/record-batch.js';

/** What kafkajs 2.2.4 takes for the headers of a message. */
export type MessageHeaders = Record<string, (Buffer | string)[]>;

interface WrittenHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/**
 * Headers for kafkajs as they are in the list: in their order, a key as often as it stands there, null values null.
 * kafkajs takes an object of keys, which has no room for either, and writes (`protocol/recordBatch/record/v0`)
 *
 *     Object.keys(headers).flatMap((key) => Array.isArray(headers[key]) ? headers[key].map(…) : …)
 *
 * so one key with an array whose `map` answers the whole list is written as that list.
 */
export function orderedHeaders(headers: readonly RecordHeader[]): MessageHeaders {
  return headers.length === 0 ? {} : { all: new HeaderList(headers) };
}

class HeaderList extends Array<Buffer> {
  readonly #headers: readonly RecordHeader[];

  constructor(headers: readonly RecordHeader[]) {
    super();
    this.#headers = headers;
  }

  override map<U>(): U[] {
    const written = this.#headers.map(
      ({ key, value }): WrittenHeader => (value === null ? new NullHeader(key) : { key, value }),
    );
    // What kafkajs makes of each value of a key is `{ key, value }`, and that is what these are.
    return written as unknown as U[];
  }
}

/**
 * A header without a value. kafkajs writes null rightly, but asks for its length first, which throws: the first question
 * is answered with no bytes. Each record is encoded from fresh ones.
 */
class NullHeader implements WrittenHeader {
  readonly key: string;
  #measured = false;

  constructor(key: string) {
    this.key = key;
  }

  get value(): Buffer | null {
    if (this.#measured) return null;
    this.#measured = true;
    return Buffer.alloc(0);
  }
}
