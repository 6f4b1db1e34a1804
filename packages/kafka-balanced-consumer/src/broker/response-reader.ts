/** An answer of a broker, without its length (Kafka protocol guide, "Response Header v0"). */
export interface Response {
  /** Bytes behind the length: the correlation id and the payload. */
  readonly size: number;
  readonly correlationId: number;
  readonly payload: Buffer;
}

/** Words of the error for bytes that are no answer at all. */
export const NOT_KAFKA = 'this is no Kafka broker';

const LENGTH_BYTES = 4;
const ID_BYTES = 4;
/** Answers from here on get memory of their own, so that what stays of them pins nothing else. */
const OWN_MEMORY_BYTES = 16 * 1024;
/** What is taken at once for an answer that says it is longer; the rest when that much has come. */
const FIRST_BYTES = 64 * 1024 * 1024;

/**
 * Puts answers together from what a socket brings. Each byte is copied once, into memory of the answer's exact size;
 * kafkajs collects the pieces and copies them into one when the last is there, which keeps everything twice, and
 * lets a fetch of some megabytes leave hundreds of pieces of garbage behind.
 */
export class ResponseReader {
  readonly #onResponse: (response: Response) => void;
  readonly #memory: (bytes: number) => Buffer;
  readonly #length: Buffer = Buffer.alloc(LENGTH_BYTES);
  #lengthRead = 0;
  #size = 0;
  #body: Buffer | undefined;
  #bodyRead = 0;

  /** @param memory - answers a buffer of this length, for an answer of some size */
  constructor(memory: (bytes: number) => Buffer, onResponse: (response: Response) => void) {
    this.#memory = memory;
    this.#onResponse = onResponse;
  }

  /**
   * Takes the next bytes; they may be overwritten afterwards.
   *
   * @throws RangeError for a length that no answer can have: whoever is at the other end speaks another protocol
   */
  take(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length)
      at = this.#body === undefined ? this.#takeLength(bytes, at) : this.#takeBody(bytes, at);
  }

  #takeLength(bytes: Buffer, from: number): number {
    const taken = bytes.copy(this.#length, this.#lengthRead, from);
    this.#lengthRead += taken;
    if (this.#lengthRead === LENGTH_BYTES) {
      this.#size = this.#length.readInt32BE();
      if (this.#size < ID_BYTES)
        throw new RangeError(`an answer cannot have ${this.#size} bytes: ${NOT_KAFKA}`);
      this.#body = this.#memoryFor(Math.min(this.#size, FIRST_BYTES));
      this.#bodyRead = 0;
    }
    return from + taken;
  }

  #takeBody(bytes: Buffer, from: number): number {
    const body = this.#room();
    const taken = bytes.copy(body, this.#bodyRead, from);
    this.#bodyRead += taken;
    if (this.#bodyRead === this.#size) {
      this.#body = undefined;
      this.#lengthRead = 0;
      const { correlationId, payload } = {
        correlationId: body.readInt32BE(),
        payload: body.subarray(ID_BYTES),
      };
      this.#onResponse({ size: this.#size, correlationId, payload });
    }
    return from + taken;
  }

  /** A length is only a claim: memory for a very long answer comes as its bytes do. */
  #room(): Buffer {
    const body = this.#body as Buffer;
    if (this.#bodyRead < body.length) return body;
    const larger = this.#memoryFor(Math.min(this.#size, body.length * 2));
    body.copy(larger);
    this.#body = larger;
    return larger;
  }

  #memoryFor(bytes: number): Buffer {
    return bytes < OWN_MEMORY_BYTES ? Buffer.allocUnsafe(bytes) : this.#memory(bytes);
  }
}
