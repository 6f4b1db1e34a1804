import * as hec from '../keys/hec-keys.js';
import { keyTable } from '../keys/key-table.js';
import type { Template } from '../template/template.js';
import type { Place } from '../yaml/tree.js';
import type { Values } from './values.js';

/**
 * The original sent braces as they were written. Where they are no template so do we, but somebody may have meant one;
 * where they are one, a file of the original says something else now. Each is told.
 */
export function noticeBraces(
  values: Values,
  notice: (place: Place, key: string, text: string) => void,
): void {
  for (const key of [hec.source, hec.sourcetype]) {
    const given = values.given(key);
    if (given === undefined) continue;
    const text = oddity(given.value, isOfOriginal(values));
    if (text !== undefined) notice(given.place, given.at, text);
  }
}

function oddity({ written, parts }: Template, ofOriginal: boolean): string | undefined {
  const braced = parts.some((part) => typeof part === 'string' && /[{}]/.test(part));
  if (parts.length === 1 && parts[0] === written) return braced ? LITERAL : undefined;
  if (braced) return DOUBLED;
  return ofOriginal && parts.some((part) => typeof part !== 'string') ? PLACEHOLDER : undefined;
}

const LITERAL =
  'has braces that are no placeholder: they are sent as they stand there. Placeholders are {topic}, {partition}, ' +
  '{offset}, {key}, {timestamp}, {header:name} and {json:/pointer}.';
const DOUBLED = 'has doubled braces: "{{" and "}}" are sent as "{" and "}". For two of them write four.';
const PLACEHOLDER =
  'has a placeholder, and this file has keys of the Python program, which sent it as it was written: now something of ' +
  'each record stands in its place. For plain braces write "{{" and "}}"; else remove the keys that are not needed any more.';

/** Who has keys that do nothing any more has the original's file, and has not gone through it. */
function isOfOriginal(values: Values): boolean {
  return keyTable.some(({ path, retired }) => retired !== undefined && values.mentioned(path) !== undefined);
}
