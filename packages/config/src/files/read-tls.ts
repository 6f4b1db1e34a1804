import type { Given, Values } from '../check/values.js';
import type { TlsFiles, TlsPaths } from '../config.js';
import type { Key } from '../keys/key.js';
import type { TlsKeys } from '../keys/tls-keys.js';
import { anything } from '../kinds/basic-kinds.js';
import type { ProblemList } from '../problems/problem-list.js';
import { Secret } from '../secret.js';
import { certificateFault, hasPrivateKey, pairFault, privateKeyFault } from './pem.js';
import type { ReadFile } from './read-bounded.js';
import { readPemFile } from './read-pem-file.js';
import { readSecretFile } from './read-secret-file.js';

/** Reads and checks the files of a TLS section. What cannot be used is a problem that names the file and the reason. */
export function readTls(values: Values, keys: TlsKeys, readFile: ReadFile, problems: ProblemList): TlsFiles {
  const pem = (
    given: Given<string> | undefined,
    fault: (text: string) => string | undefined,
  ): string | undefined => given && readPemFile(given, fault, readFile, problems);

  const passphrase = readPassword(values, keys, readFile, problems);
  const paths = pathsOf(values, keys);
  const ca = pem(values.given(keys.cafile), certificateFault);
  const certfile = values.given(keys.certfile);
  const cert = pem(certfile, certificateFault);
  const keyfile = values.given(keys.keyfile);
  const key = pem(keyfile, (text) => privateKeyFault(text, passphrase?.reveal()));

  if (keyfile !== undefined && values.mentioned(keys.certfile.path) === undefined) {
    conflict(
      problems,
      keyfile,
      `stands there without ${keys.certfile.path}; a client key needs its certificate`,
    );
  }
  if (certfile === undefined || cert === undefined) return made({ ca, passphrase, paths });
  if (keyfile === undefined && values.mentioned(keys.keyfile.path) === undefined) {
    // Python read the key from the certificate's file where no keyfile was given.
    if (!hasPrivateKey(cert)) {
      conflict(problems, certfile, `holds no private key, and there is no ${keys.keyfile.path}; add it`);
      return made({ ca, passphrase, paths });
    }
    const fault = privateKeyFault(cert, passphrase?.reveal());
    if (fault !== undefined) conflict(problems, certfile, fault);
    return made({ ca, cert, key: cert, passphrase, paths });
  }
  if (key === undefined || keyfile === undefined) return made({ ca, cert, passphrase, paths });
  const fault = pairFault(cert, key, passphrase?.reveal());
  if (fault !== undefined) conflict(problems, keyfile, fault);
  return made({ ca, cert, key, passphrase, paths });
}

function readPassword(
  values: Values,
  keys: TlsKeys,
  readFile: ReadFile,
  problems: ProblemList,
): Secret | undefined {
  const password = values.given(keys.password);
  if (password !== undefined) return new Secret(password.value);
  const file = values.given(keys.passwordFile);
  return file && readSecretFile(file, anything, readFile, problems);
}

/** A key without a file of its own stands in that of its certificate. Undefined where no file is named. */
function pathsOf(values: Values, keys: TlsKeys): TlsPaths | undefined {
  const of = (key: Key<string>): string | undefined => values.given(key)?.value;
  const cert = of(keys.certfile);
  const named = {
    ca: of(keys.cafile),
    cert,
    key: of(keys.keyfile) ?? cert,
    passphrase: of(keys.passwordFile),
  };
  const present = Object.entries(named).filter(([, path]) => path !== undefined);
  return present.length === 0 ? undefined : (Object.fromEntries(present) as TlsPaths);
}

function conflict(problems: ProblemList, { place, at }: Given<string>, text: string): void {
  problems.add({ place, key: at, reason: 'file', text });
}

/** Without the members that are undefined. */
function made(parts: { [K in keyof TlsFiles]?: TlsFiles[K] | undefined }): TlsFiles {
  const kept = Object.entries(parts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as TlsFiles;
}
