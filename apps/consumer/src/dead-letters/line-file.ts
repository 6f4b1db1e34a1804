import { constants, type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file of lines that are on the disk when `append` resolves. It is opened with the first line. A line torn by a full
 * disk or a crash is ended by the next write and is no JSON, so a reader can skip it. Whoever moves the file away gets
 * a whole one: the next line begins a new file.
 */
export class LineFile {
  readonly path: string;
  #file: FileHandle | undefined;
  /** The last byte of the file may not be a newline. */
  #torn = false;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the file, with its folder where that is missing.
   *
   * @throws an error of the file system
   */
  async open(): Promise<void> {
    await this.#open();
  }

  /**
   * Writes the lines and resolves when they are on the disk. After a failure it may be called again.
   *
   * @throws an error of the file system
   */
  async append(lines: Buffer): Promise<void> {
    if (this.#file !== undefined && !(await isStill(this.path, this.#file))) await this.close();
    const file = this.#file ?? (await this.#open());
    const bytes = this.#torn ? Buffer.concat([Buffer.from('\n'), lines]) : lines;
    this.#torn = true;
    try {
      await file.appendFile(bytes);
      await file.datasync();
      // Deleted in between: what was written is gone with it.
      if ((await file.stat()).nlink === 0) throw new Error('the file was deleted while it was written');
      this.#torn = false;
    } catch (error) {
      // After a failed fsync the system may drop the pages and report success the next time: only a fresh write on a
      // fresh descriptor says something. So the lines are written again, at worst twice.
      await this.close();
      throw error;
    }
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => {});
  }

  /** For the owner alone: dead letters hold the same data as the topic. */
  async #open(): Promise<FileHandle> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const file = await open(this.path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    this.#file = file;
    this.#torn = (await file.stat()).size > 0;
    await syncFolder(folder);
    return file;
  }
}

async function isStill(path: string, file: FileHandle): Promise<boolean> {
  const [there, open] = await Promise.all([stat(path).catch(() => undefined), file.stat()]);
  return there !== undefined && there.ino === open.ino && there.dev === open.dev;
}

/** A new file outlives a crash of the machine once its folder is on the disk too. Not every file system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
