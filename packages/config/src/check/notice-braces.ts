import * as hec from '../keys/hec-keys.js';
import type { Place } from '../yaml/tree.js';
import type { Values } from './values.js';

/**
 * The original sent braces as they were written, and so do we where they are no template; but somebody may have meant
 * one.
 */
export function noticeBraces(
  values: Values,
  notice: (place: Place, key: string, text: string) => void,
): void {
  for (const key of [hec.source, hec.sourcetype]) {
    const given = values.given(key);
    if (given === undefined) continue;
    const { written, parts } = given.value;
    const literal = parts.length === 1 && parts[0] === written && /[{}]/.test(written);
    if (!literal) continue;
    const text =
      'has braces that are no placeholder: they are sent as they stand there. Placeholders are {topic}, {partition}, ' +
      '{offset}, {key}, {timestamp}, {header:name} and {json:/pointer}.';
    notice(given.place, given.at, text);
  }
}
