import { keyTable } from '../keys/key-table.js';
import type { Section } from '../keys/section.js';
import type { Finding } from '../problems/problem.js';
import type { Entry } from '../yaml/tree.js';
import { nearestName } from './nearest-name.js';

/** The problem of a key that this section does not have, with the key that was probably meant. */
export function unknownKey(entry: Entry, at: string, section: Section): Finding {
  // A key that is no word is a line that went wrong, and may be anything.
  const name = /^[\w.-]{1,60}$/.test(entry.key) ? entry.key : '***';
  const key = at === '' ? name : `${at}.${name}`;
  const within = at === '' ? 'the file' : at;
  const nearest = nearestKey(entry.key, at, section);
  const known = [...section.members.keys()].join(', ');
  const hint = nearest === undefined ? `its keys are ${known}` : `did you mean ${nearest}?`;
  const found: Pick<Finding, 'nearest'> = nearest === undefined ? {} : { nearest };
  return {
    place: entry.place,
    key,
    reason: 'unknown-key',
    text: `${within} has no such key; ${hint}`,
    ...found,
  };
}

/** One of exactly this name that belongs into another section, best one under this; else one here, spelt otherwise. */
function nearestKey(name: string, at: string, section: Section): string | undefined {
  const elsewhere = keyTable
    .map((key) => key.path)
    .filter((path) => path.endsWith(`.${name}`) && !path.includes('[]'));
  const under = elsewhere.find((path) => at !== '' && path.startsWith(`${at}.`));
  if (under !== undefined) return under;
  if (elsewhere.length === 1) return elsewhere[0];
  const near = nearestName(name, section.members.keys());
  if (near === undefined) return undefined;
  return at === '' ? near : `${at}.${near}`;
}
