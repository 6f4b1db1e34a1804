import { join } from 'node:path';
import { messageOf } from '../message-of.js';
import { SetupError } from '../setup-error.js';
import type { DeadLetter } from './dead-letter.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import { letterLine } from './letter-line.js';
import { LineFile } from './line-file.js';

/**
 * The dead-letter file of a writer: a worker's number, or `replay`. The group is written so that it is one name,
 * whatever stands in it.
 */
export function deadLetterPath(directory: string, group: string, writer: number | 'replay'): string {
  return join(directory, `${encodeURIComponent(group)}-${writer}.jsonl`);
}

/** Dead letters in a file, one a line. Each file has one writer. */
export class FileStore implements DeadLetterStore {
  readonly #file: LineFile;

  constructor(path: string) {
    this.#file = new LineFile(path);
  }

  /**
   * Opens the file now and not with the first dead letter.
   *
   * @throws `SetupError` `SETUP_DEAD_LETTERS` where it cannot be written: better at start than at the first bad event
   */
  static async open(path: string): Promise<FileStore> {
    const store = new FileStore(path);
    try {
      await store.#file.open();
      return store;
    } catch (error) {
      throw new SetupError(
        'SETUP_DEAD_LETTERS',
        `the dead-letter file ${path} cannot be written (${messageOf(error)}): make its folder writable, or name another one under dead_letters.directory`,
        { cause: error },
      );
    }
  }

  get name(): string {
    return this.#file.path;
  }

  async write(letters: readonly DeadLetter[], onDurable: (index: number) => void): Promise<void> {
    await this.#file.append(Buffer.concat(letters.map((letter) => Buffer.from(letterLine(letter)))));
    for (const index of letters.keys()) onDurable(index);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
