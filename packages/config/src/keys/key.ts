import type { Kind } from '../kinds/kind.js';

/** What every key has. One table of these feeds the checks and `docs/configuration.md`. */
export interface KeyFacts {
  /** `section.key`; a key of a list of sections is `section[].key`. */
  readonly path: string;
  /** One or two sentences: what it is, when to change it. */
  readonly says: string;
  /** A value as it would stand in a file. */
  readonly example: string;
  /** `original`: a key of the Python program's file. `new`: ours. */
  readonly since: 'original' | 'new';
  /** A value that is never shown, found right or wrong. */
  readonly secret?: true;
  /** The file must have it. */
  readonly required?: true;
  /** The key does nothing any more; said once to the user who has it. */
  readonly retired?: string;
  /** Told in the reference where there is no fixed default. */
  readonly absent?: string;
}

/** A key with one value. */
export interface Key<T> extends KeyFacts {
  readonly list?: never;
  readonly map?: never;
  readonly kind: Kind<T>;
  /** The default as it would stand in a file; it is read by `kind` like any other. */
  readonly fallback?: string;
}

/** A key with a list of values, at least one. */
export interface ListKey<T> extends KeyFacts {
  readonly list: true;
  readonly map?: never;
  readonly kind: Kind<T>;
  readonly fallback?: never;
}

/** A key with values under names that the user gives. */
export interface MapKey<T> extends KeyFacts {
  readonly list?: never;
  readonly map: true;
  readonly kind: Kind<T>;
  /** What a name may be. */
  readonly names: Kind<string>;
  readonly fallback?: never;
}

/** Any key of the table. */
export type AnyKey = Key<unknown> | ListKey<unknown> | MapKey<unknown>;
