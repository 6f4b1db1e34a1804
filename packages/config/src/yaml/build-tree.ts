import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { Entry, Fault, MapNode, Place, TreeNode } from './tree.js';

/** Values that a file may hold, aliases counted as often as they are used: ten aliases of ten aliases are a hundred. */
const MAX_VALUES = 20_000;
/** Sections within sections; the deepest of ours is three. */
const MAX_DEPTH = 32;
const CORE = 'tag:yaml.org,2002:';
const HARMLESS_TAGS = new Set(['str', 'map', 'seq', 'int', 'float', 'bool'].map((name) => CORE + name));
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);

/** The tree; undefined for an empty file. `tooLarge`: it has been cut off, so what it lacks says nothing. */
export interface BuiltTree {
  readonly root: TreeNode | undefined;
  readonly tooLarge: boolean;
}

/** Turns the parser's document into our tree: aliases and `<<` are written out, tags and doubled keys refused. */
export function buildTree(
  contents: Node | null,
  placeOf: (offset: number) => Place,
  faults: Fault[],
): BuiltTree {
  if (contents === null) return { root: undefined, tooLarge: false };
  const builder = new Builder(placeOf, faults);
  return { root: builder.node(contents, '', { line: 1, column: 1 }), tooLarge: builder.tooLarge };
}

class Builder {
  readonly #placeOf: (offset: number) => Place;
  readonly #faults: Fault[];
  /** Filled in the order of the file, so an alias finds the anchor that stands before it, as YAML wants. */
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #values = 0;

  constructor(placeOf: (offset: number) => Place, faults: Fault[]) {
    this.#placeOf = placeOf;
    this.#faults = faults;
  }

  get tooLarge(): boolean {
    return this.#values > MAX_VALUES;
  }

  node(node: Node, key: string, fallback: Place): TreeNode {
    const place = this.#place(node, fallback);
    const nothing: TreeNode = { kind: 'nothing', place };
    this.#values += 1;
    if (this.tooLarge) {
      if (this.#values === MAX_VALUES + 1) {
        this.#fault(
          place,
          key,
          `more than ${MAX_VALUES} values, aliases written out; no configuration needs that`,
        );
      }
      return nothing;
    }
    if (this.#open.size >= MAX_DEPTH) {
      this.#fault(place, '', 'nested too deeply');
      return nothing;
    }
    if (isAlias(node)) return this.#alias(node.source, key, place);
    if (node.tag !== undefined && !HARMLESS_TAGS.has(node.tag)) {
      this.#fault(place, key, 'this tag is not known here; leave it out');
    }
    if ('anchor' in node && node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const built = this.#built(node, key, place);
    this.#open.delete(node);
    return built;
  }

  #built(node: Node, key: string, place: Place): TreeNode {
    if (isMap(node)) return this.#map(node, key, place);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.node(item as Node, `${key}[${index}]`, place));
      return { kind: 'list', place, items };
    }
    const scalar = node as Scalar;
    const text = String(scalar.value ?? '');
    const plain = (scalar.type === undefined || scalar.type === 'PLAIN') && scalar.tag !== `${CORE}str`;
    return plain && NULLS.has(text) ? { kind: 'nothing', place } : { kind: 'scalar', place, text };
  }

  #alias(name: string, key: string, place: Place): TreeNode {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      this.#fault(place, key, 'an alias without its anchor; the anchor (&name) must stand before it');
    } else if (this.#open.has(target)) {
      this.#fault(place, key, 'an alias inside its own anchor; that has no end');
    } else {
      return { ...this.node(target, key, place), place };
    }
    return { kind: 'nothing', place };
  }

  #map(map: YAMLMap, key: string, place: Place): MapNode {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    for (const pair of map.items as Pair<Node | null, Node | null>[]) {
      const keyPlace = this.#place(pair.key, place);
      if (!isScalar(pair.key)) {
        this.#fault(keyPlace, key, 'a key must be plain text');
        continue;
      }
      const name = String(pair.key.value ?? '');
      const path = key === '' ? name : `${key}.${name}`;
      const value: TreeNode =
        pair.value === null ? { kind: 'nothing', place: keyPlace } : this.node(pair.value, path, keyPlace);
      if (name === '<<' && pair.key.type === 'PLAIN') {
        merged.push(...this.#merged(value, path));
      } else if (entries.has(name)) {
        const first = entries.get(name)?.place.line;
        this.#fault(keyPlace, path, `this key stands in line ${first} already; remove one`, 'duplicate-key');
      } else {
        entries.set(name, { key: name, place: keyPlace, value });
      }
    }
    // What is written in the section itself wins over what is merged in, wherever the `<<` stands.
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return { kind: 'map', place, entries: [...entries.values()] };
  }

  #merged(value: TreeNode, path: string): readonly Entry[] {
    if (value.kind === 'map') return value.entries;
    if (value.kind === 'list' && value.items.every((item) => item.kind === 'map')) {
      return value.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
    }
    if (value.kind !== 'nothing')
      this.#fault(value.place, path, '<< takes an alias of a section, or a list of them');
    return [];
  }

  #place(node: Node | null, fallback: Place): Place {
    const start = node?.range?.[0];
    return start === undefined ? fallback : this.#placeOf(start);
  }

  #fault(place: Place, key: string, text: string, reason: Fault['reason'] = 'syntax'): void {
    this.#faults.push({ place, key, text, reason });
  }
}
