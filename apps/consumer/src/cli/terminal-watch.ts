import { isatty } from 'node:tty';

/** stdin, stdout, stderr. */
const standard = [0, 1, 2] as const;

/**
 * Tells, when asked later, whether this process was started on a terminal and that has hung up since: a closed window or
 * a lost connection sends SIGHUP too, and the descriptors are no terminal any more then.
 *
 * @param isTerminal - whether a descriptor is one; for tests
 */
export function watchTerminal(isTerminal: (descriptor: number) => boolean = isatty): () => boolean {
  const before = standard.filter(isTerminal);
  return () => before.length > 0 && !before.some(isTerminal);
}
