import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { messageOf } from '../message-of.js';
import { ReplayError } from '../replay/replay-error.js';
import { readLetterLine } from './letter-line.js';
import type { LetterSource, StoredItem } from './letter-source.js';
import { LineFile } from './line-file.js';
import { markText, readMark } from './replay-marks.js';

/** What was replayed of a file stands beside it: the file itself has one writer, the worker. */
const MARKS = '.replayed';

/** A dead-letter file, and the journal of what was replayed of it. */
export class FileSource implements LetterSource {
  readonly name: string;
  readonly #bytes: number;
  readonly #marks: LineFile;

  private constructor(path: string, bytes: number) {
    this.name = path;
    this.#bytes = bytes;
    this.#marks = new LineFile(path + MARKS);
  }

  /** @throws ReplayError `REPLAY_FILE` where there is no such file */
  static async open(path: string): Promise<FileSource> {
    const { size } = await stat(path).catch((error: unknown) => {
      throw new ReplayError('REPLAY_FILE', `the file ${path} cannot be read: ${messageOf(error)}`);
    });
    return new FileSource(path, size);
  }

  async read(visit: (item: StoredItem) => Promise<void> | void, signal?: AbortSignal): Promise<void> {
    const marks = this.name + MARKS;
    const { size } = await stat(marks).catch(() => ({ size: 0 }));
    for await (const { text } of linesOf(marks, size)) {
      const ids = readMark(text);
      if (ids !== undefined) await visit({ kind: 'mark', ids });
    }
    for await (const { text, number } of linesOf(this.name, this.#bytes)) {
      if (signal?.aborted) return;
      const letter = readLetterLine(text);
      const place = `${this.name} line ${number}`;
      await visit(letter === undefined ? { kind: 'foreign', place } : { kind: 'letter', letter, place });
    }
  }

  async mark(ids: readonly string[]): Promise<void> {
    await this.#marks.append(Buffer.from(`${markText(ids, Date.now())}\n`));
  }

  close(): Promise<void> {
    return this.#marks.close();
  }
}

/** Lines that are not empty, from 1, of the first bytes of a file. */
async function* linesOf(path: string, bytes: number): AsyncGenerator<{ text: string; number: number }> {
  if (bytes === 0) return;
  const input = createReadStream(path, { encoding: 'utf8', end: bytes - 1 });
  let number = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (text !== '') yield { text, number };
    }
  } finally {
    input.destroy();
  }
}
