import { type Environment, substitute } from '../environment/substitute.js';
import type { Key, KeyFacts, ListKey } from '../keys/key.js';
import type { Kind } from '../kinds/kind.js';
import { quoted } from '../problems/printable.js';
import type { ProblemList } from '../problems/problem-list.js';
import { isShowable } from '../problems/showable.js';
import type { ScalarNode, TreeNode } from '../yaml/tree.js';
import { referenceText } from './shown-text.js';
import type { Given } from './values.js';

/** A value read; `empty` where the text is empty, which counts as not given; undefined where it is wrong. */
export type Read<T> = Given<T> | 'empty' | undefined;

/** What a value is that should be another, in words. */
export const SHAPES = { map: 'a section', list: 'a list', nothing: 'nothing' } as const;

/** Reads one value: the environment is put in, then the key's kind decides. */
export function readScalar<T>(
  node: TreeNode,
  key: Pick<Key<T>, 'kind' | 'secret'>,
  at: string,
  env: Environment,
  problems: ProblemList,
): Read<T> {
  const { place } = node;
  if (node.kind !== 'scalar') {
    const found = SHAPES[node.kind];
    const { expected } = key.kind;
    const text = `found ${found}, expected ${expected}`;
    problems.add({ place, key: at, reason: 'wrong-value', text, found, expected });
    return undefined;
  }
  const { text, changed, variables, faults } = substitute(node.text, env);
  for (const fault of faults) problems.add({ place, key: at, reason: 'environment', text: fault });
  if (faults.length > 0) return undefined;
  if (text === '') return 'empty';
  const reading = key.kind.read(text);
  if ('value' in reading)
    return { value: reading.value, place, at, written: { text, raw: node.text, variables } };
  const shifted = changed || reading.at === undefined ? place : problems.placeWithin(place, text, reading.at);
  problems.add({
    place: shifted,
    key: at,
    reason: 'wrong-value',
    ...wrongValue(node, key, changed, reading.expected),
  });
  return undefined;
}

/** Reads a list of values; wrong items are problems one by one. */
export function readList<T>(
  node: TreeNode,
  key: ListKey<T>,
  at: string,
  { env, problems }: { readonly env: Environment; readonly problems: ProblemList },
): Read<readonly Given<T>[]> {
  const expected = `a list, each item ${key.kind.expected}`;
  if (node.kind !== 'list') {
    const found = node.kind === 'scalar' ? 'a single value' : SHAPES[node.kind];
    const text = `found ${found}, expected ${expected}; write it as "- item" lines or as [item, item]`;
    problems.add({ place: node.place, key: at, reason: 'wrong-value', text, found, expected });
    return undefined;
  }
  if (node.items.length === 0) {
    const text = 'found an empty list, expected at least one item';
    problems.add({
      place: node.place,
      key: at,
      reason: 'wrong-value',
      text,
      found: 'an empty list',
      expected,
    });
    return undefined;
  }
  const items: Given<T>[] = [];
  for (const [index, item] of node.items.entries()) {
    const where = `${at}[${index}]`;
    const read = readScalar(item, key, where, env, problems);
    if (read === 'empty') {
      const text = `found nothing, expected ${key.kind.expected}`;
      problems.add({
        place: item.place,
        key: where,
        reason: 'wrong-value',
        text,
        found: 'nothing',
        expected,
      });
    } else if (read !== undefined) {
      items.push(read);
    }
  }
  return items.length === node.items.length ? { value: items, place: node.place, at } : undefined;
}

/**
 * A value is quoted only where it cannot be a secret: not for a secret key, not where it came from the environment,
 * and not where something in it looks like one.
 */
function wrongValue(
  node: ScalarNode,
  key: Pick<KeyFacts, 'secret'> & { readonly kind: Kind<unknown> },
  fromEnvironment: boolean,
  expected: string,
): { text: string; found?: string; expected: string } {
  if (key.secret) return { text: `expected ${expected}`, expected };
  if (fromEnvironment) {
    const found = quoted(referenceText(node.text));
    return {
      text: `what the environment gives for ${found} does not fit, expected ${expected}`,
      found,
      expected,
    };
  }
  if (!isShowable(node.text)) return { text: `expected ${expected}`, expected };
  const found = quoted(node.text);
  return { text: `found ${found}, expected ${expected}`, found, expected };
}
