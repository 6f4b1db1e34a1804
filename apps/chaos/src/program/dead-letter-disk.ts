import { existsSync, linkSync, lstatSync, mkdirSync, readdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The disk under the dead-letter files, which can be full: each file gives its name to `/dev/full`, where every write
 * fails with ENOSPC, and gets it back later. Needs no rights, and no step of it leaves a name without a file.
 */
export class DeadLetterDisk {
  readonly #folder: string;
  readonly #kept: string;

  /** @param folder - where the program writes its dead letters; the folder beside it is used too */
  constructor(folder: string) {
    this.#folder = folder;
    this.#kept = `${folder}-kept`;
  }

  fill(): void {
    mkdirSync(this.#kept, { recursive: true });
    for (const name of this.#names()) {
      const path = join(this.#folder, name);
      const full = join(this.#kept, `${name}.full`);
      linkSync(path, join(this.#kept, name));
      symlinkSync('/dev/full', full);
      renameSync(full, path);
    }
  }

  free(): void {
    for (const name of readdirSync(this.#kept)) renameSync(join(this.#kept, name), join(this.#folder, name));
  }

  /** The files with the letters, by the names that the program knows, and where they are now. */
  files(): Map<string, string> {
    return new Map(
      this.#names().map((name) => {
        const path = join(this.#folder, name);
        return [name, lstatSync(path).isSymbolicLink() ? join(this.#kept, name) : path];
      }),
    );
  }

  #names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder) : [];
  }
}
