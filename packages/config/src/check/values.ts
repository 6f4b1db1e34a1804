import type { UsedVariable } from '../environment/substitute.js';
import type { Key, KeyFacts, ListKey, MapKey } from '../keys/key.js';
import type { Place } from '../yaml/tree.js';

/** A value that the file has, and where. */
export interface Given<T> {
  readonly value: T;
  readonly place: Place;
  /** Dotted key with list positions: `routes[0].index`. */
  readonly at: string;
  /** What it was read from; a list has it per item. */
  readonly written?: Written;
}

/** The text of a value, and what of the environment is in it. */
export interface Written {
  readonly text: string;
  /** As it stands in the file, with `${NAME}` in it. */
  readonly raw: string;
  readonly variables: readonly UsedVariable[];
}

/** A value under a name that the user gave. */
export interface GivenMember<T> extends Given<T> {
  readonly name: string;
}

/** The values of one section and those under it, each read by its key's kind. */
export class Values {
  /** Where the section stands; for what is missing in it. */
  readonly place: Place;
  /** Dotted, with list positions; empty for the file itself. */
  readonly at: string;
  readonly #given = new Map<string, Given<unknown>>();
  readonly #mentioned = new Map<string, Place>();
  readonly #broken = new Set<string>();
  readonly #sections = new Map<string, Place>();
  readonly #lists = new Map<string, readonly Values[]>();

  constructor(place: Place, at: string) {
    this.place = place;
    this.at = at;
  }

  set(key: KeyFacts, given: Given<unknown>): void {
    this.#given.set(key.path, given);
  }

  /** Notes that the file has the key or section, whether or not its value can be used. */
  mention(path: string, place: Place): void {
    this.#mentioned.set(path, place);
  }

  /** Where the key or section stands, also when its value could not be used. */
  mentioned(path: string): Place | undefined {
    return this.#mentioned.get(path);
  }

  /** Takes it back: the key is there, but says nothing (`port:`), so it counts as not given. */
  unmention(path: string): void {
    this.#mentioned.delete(path);
  }

  /** Takes over what a section under this one has; key paths are whole, so nothing can clash. */
  adopt(path: string, inner: Values): void {
    for (const [key, given] of inner.#given) this.#given.set(key, given);
    for (const [key, place] of inner.#mentioned) this.#mentioned.set(key, place);
    for (const [key, items] of inner.#lists) this.#lists.set(key, items);
    for (const at of inner.#broken) this.#broken.add(at);
    this.#sections.set(path, inner.place);
    for (const [key, place] of inner.#sections) this.#sections.set(key, place);
  }

  /** Where a section starts; for what is missing in it. */
  sectionPlace(path: string): Place | undefined {
    return this.#sections.get(path);
  }

  /** Notes that a section is something else, a text or a list. */
  breakSection(at: string): void {
    this.#broken.add(at);
  }

  /** True for a section that is something else, and for all where the file itself is. */
  isBroken(at: string): boolean {
    return this.#broken.has(at) || this.#broken.has('');
  }

  setItems(path: string, items: readonly Values[]): void {
    this.#lists.set(path, items);
  }

  /** The sections of a list of sections, `routes[]`. */
  items(path: string): readonly Values[] {
    return this.#lists.get(path) ?? [];
  }

  /** What the file has for a key; undefined where it has nothing or something wrong. */
  given<T>(key: Key<T>): Given<T> | undefined {
    // Only `set` fills the map, and it is called with what the key's own kind has read.
    return this.#given.get(key.path) as Given<T> | undefined;
  }

  /** As {@link given}, for a list: each item with its place. */
  givenList<T>(key: ListKey<T>): Given<readonly Given<T>[]> | undefined {
    return this.#given.get(key.path) as Given<readonly Given<T>[]> | undefined;
  }

  /** As {@link given}, for a key with names: each value with its name and place. */
  givenMap<T>(key: MapKey<T>): Given<readonly GivenMember<T>[]> | undefined {
    return this.#given.get(key.path) as Given<readonly GivenMember<T>[]> | undefined;
  }

  /** The value in the file, else the default, else undefined. */
  value<T>(key: Key<T>): T | undefined {
    const given = this.given(key);
    if (given !== undefined) return given.value;
    if (key.fallback === undefined) return undefined;
    const reading = key.kind.read(key.fallback);
    return 'value' in reading ? reading.value : undefined;
  }

  /** The value of a key that has a default or is required; to be called after the checks only. */
  certain<T>(key: Key<T>): T {
    const value = this.value(key);
    if (value === undefined) throw new TypeError(`${key.path} has no value: it needs a default or a check`);
    return value;
  }

  /** The items of a list; empty where the file has none. */
  list<T>(key: ListKey<T>): readonly T[] {
    return (this.givenList(key)?.value ?? []).map((item) => item.value);
  }
}
