import { readFileSync, statSync } from 'node:fs';

/** Options of {@link tokenFromFile}. */
export interface TokenFileOptions {
  /** Milliseconds between two looks at the file. @defaultValue 1000 */
  readonly recheckMs?: number;
}

/**
 * A token source for the option `token`: the content of a file, read anew when the file changes. It looks at most
 * once a second, and only when a request is made, so it needs no watcher and keeps no process alive. Symbolic links,
 * as Kubernetes swaps them for mounted secrets, are followed.
 *
 * While the file cannot be read, the last token goes on being used; when none was ever read, sending pauses until
 * there is one.
 */
export function tokenFromFile(path: string, options: TokenFileOptions = {}): () => string {
  const { recheckMs = 1000 } = options;
  let token: string | undefined;
  let version = '';
  let next = Number.NEGATIVE_INFINITY;
  return () => {
    const at = performance.now();
    if (token !== undefined && at < next) return token;
    next = at + recheckMs;
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const found = `${mtimeMs} ${size} ${ino}`;
      if (token === undefined || found !== version) {
        const text = readFileSync(path, 'utf8').trim();
        // A file that is being written anew is empty for a moment.
        if (text !== '' || token === undefined) {
          token = text;
          version = found;
        }
      }
    } catch (error) {
      if (token === undefined) throw error;
    }
    return token;
  };
}
