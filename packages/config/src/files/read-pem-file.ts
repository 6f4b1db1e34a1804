import { shownText } from '../check/shown-text.js';
import type { Given } from '../check/values.js';
import { quoted } from '../problems/printable.js';
import type { ProblemList } from '../problems/problem-list.js';
import { decodeUtf8 } from './decode-utf8.js';
import { type ReadFile, reasonOf } from './read-bounded.js';

/** A bundle of all the authorities of the web is about 250 KiB. */
const LIMIT = 4 * 1024 * 1024;

/** The text of a PEM file; undefined, and a problem with the file and the reason, where it cannot be used. */
export function readPemFile(
  given: Given<string>,
  fault: (pem: string) => string | undefined,
  readFile: ReadFile,
  problems: ProblemList,
): string | undefined {
  const refuse = (reason: string): undefined => {
    const text = `the file ${quoted(shownText(given, given.value), 200)} cannot be used: ${reason}`;
    problems.add({ place: given.place, key: given.at, reason: 'file', text });
  };
  let bytes: Uint8Array;
  try {
    bytes = readFile(given.value, LIMIT);
  } catch (error) {
    return refuse(reasonOf(error));
  }
  if (bytes.length > LIMIT) return refuse('it is larger than 4 MiB');
  const pem = decodeUtf8(bytes);
  if (pem === undefined)
    return refuse('it is not PEM (it is binary; `openssl x509 -inform der` can convert it)');
  const reason = fault(pem);
  return reason === undefined ? pem : refuse(reason);
}
