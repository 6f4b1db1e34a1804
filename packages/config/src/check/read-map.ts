import type { MapKey } from '../keys/key.js';
import type { TreeNode } from '../yaml/tree.js';
import { type Read, readScalar, SHAPES } from './read-value.js';
import type { ReadingContext } from './reading-context.js';
import type { GivenMember } from './values.js';

/** Reads values under names that the user gives; wrong names and values are problems one by one. */
export function readMap<T>(
  node: TreeNode,
  key: MapKey<T>,
  at: string,
  { env, problems }: Pick<ReadingContext, 'env' | 'problems'>,
): Read<readonly GivenMember<T>[]> {
  const expected = `names with values, each value ${key.kind.expected}`;
  if (node.kind !== 'map') {
    const found = node.kind === 'scalar' ? 'a single value' : SHAPES[node.kind];
    problems.add({
      place: node.place,
      key: at,
      reason: 'wrong-value',
      text: `found ${found}, expected ${expected}`,
      found,
      expected,
    });
    return undefined;
  }
  const members: GivenMember<T>[] = [];
  let wrong = false;
  for (const { key: name, place, value } of node.entries) {
    if (!('value' in key.names.read(name))) {
      // The name is not shown: a line that went wrong may hold anything.
      const text = `a name in it does not fit, expected ${key.names.expected}`;
      problems.add({ place, key: at, reason: 'wrong-value', text, expected: key.names.expected });
      wrong = true;
      continue;
    }
    const where = `${at}.${name}`;
    if (value.kind === 'nothing') continue;
    const read = readScalar(value, key, where, env, problems);
    if (read === undefined) wrong = true;
    else if (read !== 'empty') members.push({ ...read, name });
  }
  if (wrong) return undefined;
  return members.length === 0 ? 'empty' : { value: members, place: node.place, at };
}
