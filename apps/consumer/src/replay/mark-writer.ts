import type { LetterSource } from '../dead-letters/letter-source.js';

const EVERY_MS = 1000;
const MOST = 500;

/**
 * Notes what was replayed, many at a time: a replay that is killed repeats a second's worth at the most. A note that
 * cannot be written is tried again with the next ones.
 */
export class MarkWriter {
  readonly #waiting = new Map<LetterSource, string[]>();
  readonly #timer: NodeJS.Timeout;
  readonly #onError: (error: unknown) => void;
  #writing: Promise<void> = Promise.resolve();
  #count = 0;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#timer = setInterval(() => this.#write(), EVERY_MS);
  }

  /** These of a source were replayed. */
  add(source: LetterSource, ids: readonly string[]): void {
    this.#waiting.set(source, [...(this.#waiting.get(source) ?? []), ...ids]);
    this.#count += ids.length;
    if (this.#count >= MOST) this.#write();
  }

  /** Writes what is left; answers how many could not be noted. */
  async end(): Promise<number> {
    clearInterval(this.#timer);
    this.#write();
    await this.#writing;
    return [...this.#waiting.values()].reduce((sum, ids) => sum + ids.length, 0);
  }

  #write(): void {
    this.#count = 0;
    this.#writing = this.#writing.then(async () => {
      for (const [source, ids] of [...this.#waiting]) {
        this.#waiting.delete(source);
        try {
          await source.mark(ids);
        } catch (error) {
          this.#waiting.set(source, [...ids, ...(this.#waiting.get(source) ?? [])]);
          this.#onError(error);
        }
      }
    });
  }
}
