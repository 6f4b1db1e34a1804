import { statSync } from 'node:fs';
import type { TlsFiles, TlsPaths } from '../config.js';
import { Secret } from '../secret.js';
import { decodeUtf8 } from './decode-utf8.js';
import { certificateFault, pairFault, privateKeyFault } from './pem.js';
import { readBounded, reasonOf } from './read-bounded.js';

/** Options of {@link tlsInForce}. */
export interface TlsWatchOptions {
  /** Milliseconds between two looks at the files. @defaultValue 1000 */
  readonly recheckMs?: number;
  /** Other files are there and are taken from now on. */
  readonly onTaken?: () => void;
  /** Other files are there and cannot be used, for this reason; those from before stay. Told once for each change. */
  readonly onRefused?: (reason: string) => void;
}

const LIMIT = 4 * 1024 * 1024;

/**
 * A function that gives TLS files as they are now: certificates are renewed while a program runs. It looks when it is
 * asked, at most once a second, and needs no watcher. Symbolic links are followed, as Kubernetes swaps them for mounted
 * secrets. What cannot be used is not taken: a new certificate beside the old key, as in the middle of a renewal, waits for
 * its key. Never throws; the same object is given until something has changed.
 */
export function tlsInForce(tls: TlsFiles, options: TlsWatchOptions = {}): () => TlsFiles {
  const { paths } = tls;
  if (paths === undefined) return () => tls;
  const { recheckMs = 1000, onTaken, onRefused } = options;
  let inForce = tls;
  let version: string | undefined;
  let next = Number.NEGATIVE_INFINITY;
  return () => {
    const at = performance.now();
    if (at < next) return inForce;
    next = at + recheckMs;
    const found = versionOf(paths);
    if (found === version) return inForce;
    version = found;
    try {
      const read = readAgain(inForce, paths);
      if (sameTexts(read, inForce)) return inForce;
      inForce = read;
      onTaken?.();
    } catch (error) {
      onRefused?.(error instanceof Refused ? error.message : reasonOf(error));
    }
    return inForce;
  };
}

class Refused extends Error {}

function versionOf(paths: TlsPaths): string {
  return Object.values(paths)
    .map((path: string) => {
      try {
        const stat = statSync(path);
        return `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
      } catch (error) {
        // Gone, or not to be reached: reading says why, once for each reason.
        return reasonOf(error);
      }
    })
    .join();
}

/** The text of a file that is named. */
function readText(path: string): string {
  const text = decodeUtf8(readBounded(path, LIMIT));
  if (text !== undefined) return text;
  throw new Refused('one of the files is binary, and no PEM (`openssl x509 -inform der` can convert it)');
}

function readAgain(before: TlsFiles, paths: TlsPaths): TlsFiles {
  const text = (path: string | undefined, known: string | undefined): string | undefined =>
    path === undefined ? known : readText(path);
  const secret = paths.passphrase === undefined ? undefined : readText(paths.passphrase).trim();
  const passphrase = secret === undefined ? before.passphrase : new Secret(secret);
  const [ca, cert, key] = [
    text(paths.ca, before.ca),
    text(paths.cert, before.cert),
    text(paths.key, before.key),
  ];
  const fault =
    (ca === undefined ? undefined : certificateFault(ca)) ??
    (cert === undefined ? undefined : certificateFault(cert)) ??
    (key === undefined ? undefined : privateKeyFault(key, passphrase?.reveal())) ??
    (cert === undefined || key === undefined ? undefined : pairFault(cert, key, passphrase?.reveal()));
  if (fault !== undefined) throw new Refused(fault);
  return {
    ...before,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function sameTexts(one: TlsFiles, other: TlsFiles): boolean {
  return (
    one.ca === other.ca &&
    one.cert === other.cert &&
    one.key === other.key &&
    one.passphrase?.reveal() === other.passphrase?.reveal()
  );
}
