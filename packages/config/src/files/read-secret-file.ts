import { isFromEnvironment } from '../check/shown-text.js';
import type { Given } from '../check/values.js';
import type { Kind } from '../kinds/kind.js';
import { isGuid } from '../kinds/network-kinds.js';
import { quoted } from '../problems/printable.js';
import type { ProblemList } from '../problems/problem-list.js';
import { Secret } from '../secret.js';
import { decodeUtf8 } from './decode-utf8.js';
import { type ReadFile, reasonOf } from './read-bounded.js';

const LIMIT = 64 * 1024;
/** A secret in base64 can hold slashes, and can begin with one; `+` and `=` are rare in paths. */
const CLEARLY_PATH = /^\.{0,2}\/[^+=]*$/;

/** Reads a file that holds one secret; white space around it is cut off. Undefined, and a problem, where it is none. */
export function readSecretFile(
  given: Given<string>,
  kind: Kind<string>,
  readFile: ReadFile,
  problems: ProblemList,
): Secret | undefined {
  const refuse = (text: string): undefined => {
    problems.add({ place: given.place, key: given.at, reason: 'file', text });
  };
  if (isGuid(given.value)) return refuse('looks like a token, not like a path; a token goes under hec.token');
  const name = isPath(given) ? `the file ${quoted(given.value, 200)}` : 'the file that it names';
  let bytes: Uint8Array;
  try {
    bytes = readFile(given.value, LIMIT);
  } catch (error) {
    return refuse(`${name} cannot be used: ${reasonOf(error)}`);
  }
  if (bytes.length > LIMIT) return refuse(`${name} is larger than 64 KiB; it must hold the secret alone`);
  const text = decodeUtf8(bytes)?.trim();
  if (text === undefined) return refuse(`${name} is not UTF-8 text`);
  if (text === '') return refuse(`${name} is empty`);
  const reading = kind.read(text);
  if ('value' in reading) return new Secret(reading.value);
  return refuse(`${name} does not hold what is expected: ${reading.expected}`);
}

/**
 * Whether a value may be shown, being a path for certain: whoever writes a token or password where its file belongs must
 * not find it in the log.
 */
function isPath({ value, written }: Given<string>): boolean {
  return CLEARLY_PATH.test(value) && !isFromEnvironment(written);
}
