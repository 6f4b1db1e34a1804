import type { AnyKey } from '../keys/key.js';
import { isSection, type Section } from '../keys/section.js';
import type { Entry, Place, TreeNode } from '../yaml/tree.js';
import { readMap } from './read-map.js';
import { readList, readScalar } from './read-value.js';
import type { ReadingContext } from './reading-context.js';
import { unknownKey } from './unknown-key.js';
import { Values } from './values.js';

/** Reads a section: every key by its kind, every unknown key a problem. A section without content is an empty one. */
export function readSection(
  node: TreeNode | undefined,
  section: Section,
  at: string,
  place: Place,
  context: ReadingContext,
): Values {
  const values = new Values(place, at);
  if (node === undefined || node.kind === 'nothing') return values;
  if (node.kind !== 'map') {
    const name = at === '' ? 'the file' : 'a section';
    wrongShape(node, at, `${name} of keys and values`, context);
    values.breakSection(at);
    return values;
  }
  for (const entry of node.entries) {
    const member = section.members.get(entry.key);
    const path = at === '' ? entry.key : `${at}.${entry.key}`;
    if (member === undefined) context.problems.add(unknownKey(entry, at, section));
    else if (isSection(member)) readMember(entry, member, path, values, context);
    else readKey(entry, member, path, values, context);
  }
  return values;
}

function readMember(
  entry: Entry,
  section: Section,
  at: string,
  values: Values,
  context: ReadingContext,
): void {
  const { value: node, place } = entry;
  if (node.kind !== 'nothing') values.mention(section.path, place);
  const short = section.members.get('enabled');
  if (node.kind === 'scalar' && short !== undefined && !isSection(short)) {
    // `ack: true` is short for `ack.enabled: true`.
    readKey(entry, short, `${at}.enabled`, values, context);
    // `ack: ${ACK:-}` came out empty: as if it were not there, and no section that stands there empty.
    if (values.mentioned(short.path) === undefined) values.unmention(section.path);
  } else if (!section.list) {
    values.adopt(section.path, readSection(node, section, at, place, context));
  } else if (node.kind === 'list') {
    const items = node.items.map((item, i) => readItem(item, section, `${at}[${i}]`, context));
    values.setItems(section.path, items);
  } else if (node.kind !== 'nothing') {
    wrongShape(node, at, 'a list of sections, each behind "- "', context);
  }
}

function readItem(node: TreeNode, section: Section, at: string, context: ReadingContext): Values {
  return readSection(node, section, at, node.place, context);
}

function readKey(entry: Entry, key: AnyKey, at: string, values: Values, context: ReadingContext): void {
  const { value: node, place } = entry;
  values.mention(key.path, place);
  if (key.retired !== undefined) {
    context.retired(place, at, key.retired);
    return;
  }
  if (node.kind === 'nothing') {
    values.unmention(key.path);
    return;
  }
  const given = key.list
    ? readList(node, key, at, context)
    : key.map
      ? readMap(node, key, at, context)
      : readScalar(node, key, at, context.env, context.problems);
  if (given === 'empty') values.unmention(key.path);
  else if (given !== undefined) values.set(key, given);
}

function wrongShape(node: TreeNode, key: string, expected: string, { problems }: ReadingContext): void {
  const found = { map: 'a section', list: 'a list', scalar: 'a single value', nothing: 'nothing' }[node.kind];
  const text = `found ${found}, expected ${expected}`;
  problems.add({ place: node.place, key, reason: 'wrong-value', text, found, expected });
}
