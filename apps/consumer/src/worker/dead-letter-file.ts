import { constants, type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.js';

/** The dead-letter file of a worker. The group is written so that it is one name, whatever stands in it. */
export function deadLetterPath(directory: string, group: string, worker: number): string {
  return join(directory, `${encodeURIComponent(group)}-${worker}.jsonl`);
}

function reason(error: unknown): string {
  return error instanceof Object && 'message' in error ? String(error.message) : String(error);
}

/**
 * A file of lines that are on the disk when `append` resolves. Another process may append to the same file; a line
 * torn by a full disk is ended by the next write and is no JSON, so a reader can skip it.
 */
export class DeadLetterFile {
  readonly path: string;
  #file: FileHandle | undefined;
  /** The last byte of the file may not be a newline. */
  #torn: boolean;

  private constructor(path: string, file: FileHandle, torn: boolean) {
    this.path = path;
    this.#file = file;
    this.#torn = torn;
  }

  /**
   * Opens the file, with its folder where that is missing.
   *
   * @throws `SetupError` `SETUP_DEAD_LETTERS` where it cannot be written: better at start than at the first bad event
   */
  static async open(path: string): Promise<DeadLetterFile> {
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await DeadLetterFile.#openForAppend(path);
      const { size } = await file.stat();
      return new DeadLetterFile(path, file, size > 0);
    } catch (error) {
      throw new SetupError(
        'SETUP_DEAD_LETTERS',
        `the dead-letter file ${path} cannot be written (${reason(error)}): make its folder writable, or name another one under dead_letters.directory`,
        { cause: error },
      );
    }
  }

  /** For the owner alone: dead letters hold the same data as the topic. */
  static #openForAppend(path: string): Promise<FileHandle> {
    return open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
  }

  /** Writes the lines and resolves when they are on the disk. After a failure it may be called again. */
  async append(lines: Buffer): Promise<void> {
    this.#file ??= await DeadLetterFile.#openForAppend(this.path);
    const bytes = this.#torn ? Buffer.concat([Buffer.from('\n'), lines]) : lines;
    this.#torn = true;
    try {
      await this.#file.appendFile(bytes);
      await this.#file.datasync();
      this.#torn = false;
    } catch (error) {
      // After a failed fsync the system may drop the pages and report success the next time: only a fresh write on a
      // fresh descriptor says something. So the lines are written again, at worst twice.
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }
}
