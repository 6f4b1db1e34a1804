import { closeSync, openSync, readSync } from 'node:fs';

/** Reads a file; throws what the system throws (`code: 'ENOENT'` …). */
export type ReadFile = (path: string, limit: number) => Uint8Array;

/**
 * Reads at most `limit` + 1 bytes, so that the caller sees "too large" without a gigabyte in memory. Pipes work too:
 * `-c <(make-config)`.
 */
export const readBounded: ReadFile = (path, limit) => {
  const file = openSync(path, 'r');
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    while (length <= limit) {
      const chunk = new Uint8Array(Math.min(65_536, limit + 1 - length));
      const read = readSync(file, chunk);
      if (read === 0) break;
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return Buffer.concat(chunks);
  } finally {
    closeSync(file);
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'its symbolic links go round in a circle',
};

/** Why a read failed, in words. By `code`: an error of Node itself need not be an `instanceof Error` of ours. */
export function reasonOf(error: unknown): string {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  return Object.hasOwn(REASONS, code) ? `${REASONS[code]} (${code})` : `it cannot be read (${code})`;
}
