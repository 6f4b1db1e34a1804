/**
 * Why a problem is one: `syntax` the file is not the YAML we read; `duplicate-key`; `unknown-key`; `missing-key`;
 * `wrong-value`; `conflict` two keys exclude each other; `environment` a variable is missing or written wrongly;
 * `file` a file that a key names cannot be used.
 */
export type ProblemReason =
  | 'syntax'
  | 'duplicate-key'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-value'
  | 'conflict'
  | 'environment'
  | 'file';

/** One thing that is wrong with a configuration file. It holds no secret: found values of secret keys are left out. */
export interface Problem {
  /** The configuration file, as it was given. */
  readonly file: string;
  /** Line, from 1; 0 where the problem is the file as a whole. */
  readonly line: number;
  /** Column, from 1; 0 where the problem is the file as a whole. */
  readonly column: number;
  /** Dotted key, `kafka.ssl.cafile` or `routes[0].topics`; empty where none is known. */
  readonly key: string;
  readonly reason: ProblemReason;
  /** One sentence without the key: what was found, what is expected, what to do. */
  readonly text: string;
  /** What was found, shortened and quoted; undefined where it is secret, unknown or nothing. */
  readonly found?: string;
  /** What is expected. */
  readonly expected?: string;
  /** The key that was probably meant, for a misspelt one. */
  readonly nearest?: string;
  /**
   * The line of the file and a caret under the place, two lines; what may be secret in it is `***`. The first 50 problems
   * of an error have one.
   */
  readonly excerpt?: string;
}

/** What a check knows of a problem; file and excerpt are added by {@link ProblemList}. */
export interface Finding {
  readonly place: { readonly line: number; readonly column: number };
  readonly key: string;
  readonly reason: ProblemReason;
  readonly text: string;
  readonly found?: string;
  readonly expected?: string;
  readonly nearest?: string;
}
