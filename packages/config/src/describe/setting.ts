import type { UsedVariable } from '../environment/substitute.js';

/** Where the value of a key comes from. */
export type SettingOrigin =
  /** The file has it, in this line. */
  | { readonly kind: 'file'; readonly line: number; readonly variables: readonly UsedVariable[] }
  /** It stands in another file, which a key in this line names. */
  | { readonly kind: 'content'; readonly line: number; readonly key: string; readonly path: string }
  /** The file does not have it; the default holds. */
  | { readonly kind: 'default' }
  /** The file does not have it, and there is no fixed default: `words` say what holds. */
  | { readonly kind: 'absent'; readonly words: string };

/** A value, a list of them, or values under names. */
export type SettingValue = string | readonly string[] | Readonly<Record<string, string>>;

/** One key of a configuration, as it is in force. */
export interface Setting {
  /** Dotted, with list positions: `routes[0].index`. */
  readonly key: string;
  /** As it would stand in a file; `***` for a secret. Undefined where the key has none. */
  readonly value: SettingValue | undefined;
  readonly origin: SettingOrigin;
}
