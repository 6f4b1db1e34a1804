import type { AnyKey } from './key.js';
import { keyTable } from './key-table.js';

/** A section of the file: keys and sections by name. */
export interface Section {
  /** Dotted, `[]` behind a list of sections; empty for the file itself. */
  readonly path: string;
  /** True for a list of sections: `routes`. */
  readonly list: boolean;
  readonly members: ReadonlyMap<string, AnyKey | Section>;
}

/** The file as a whole, made from the paths of the key table. */
export const fileSection: Section = section('', keyTable);

/** True for a section, false for a key. */
export function isSection(member: AnyKey | Section): member is Section {
  return 'members' in member;
}

function section(path: string, keys: readonly AnyKey[]): Section {
  const members = new Map<string, AnyKey | Section>();
  const prefix = path === '' ? '' : `${path}.`;
  for (const key of keys) {
    const [name = '', ...deeper] = key.path.slice(prefix.length).split('.');
    if (deeper.length === 0) {
      members.set(name, key);
    } else if (!members.has(name.replace('[]', ''))) {
      const child = `${prefix}${name}`;
      const within = keys.filter((other) => other.path.startsWith(`${child}.`));
      members.set(name.replace('[]', ''), section(child, within));
    }
  }
  return { path, list: path.endsWith('[]'), members };
}
