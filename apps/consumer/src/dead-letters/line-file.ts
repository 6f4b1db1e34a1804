import { constants, type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A file of lines that are on the disk when `append` resolves. It is opened with the first line. A line torn by a full
 * disk or a crash is ended by the next write and is no JSON, so a reader can skip it. Whoever moves the file away gets
 * a whole one: the next line begins a new file. Others may append to it too: in a reload a worker and its successor do
 * for a while.
 */
export class LineFile {
  readonly path: string;
  #file: FileHandle | undefined;

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
    try {
      await file.appendFile((await isTorn(file)) ? Buffer.concat([Buffer.from('\n'), lines]) : lines);
      await file.datasync();
      // Deleted in between: what was written is gone with it.
      if ((await file.stat()).nlink === 0) throw new Error('the file was deleted while it was written');
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
    const file = await open(this.path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
    this.#file = file;
    await syncFolder(folder);
    return file;
  }
}

async function isStill(path: string, file: FileHandle): Promise<boolean> {
  const [there, open] = await Promise.all([stat(path).catch(() => undefined), file.stat()]);
  return there !== undefined && there.ino === open.ino && there.dev === open.dev;
}

/** Whether the file ends in the middle of a line: looked at each time, since somebody else may have torn it. */
async function isTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** A new file outlives a crash of the machine once its folder is on the disk too. Not every file system can do that. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
