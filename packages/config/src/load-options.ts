import type { Environment } from './environment/substitute.js';
import type { ReadFile } from './files/read-bounded.js';

/** Options of `loadConfig`. */
export interface LoadOptions {
  /** Path of the file, absolute or from the working directory; problems are reported under this name. */
  readonly file: string;
  /** Variables for `${NAME}`. @defaultValue process.env */
  readonly env?: Environment;
}

/** Options of `parseConfig`. */
export interface ParseOptions extends LoadOptions {
  /**
   * Reads the files that the configuration names (certificates, token, password), at most `limit` + 1 bytes of each;
   * throws an error with a `code` as Node does. @defaultValue the file system
   */
  readonly readFile?: ReadFile;
}
