import { formatProblem } from './format-problem.js';
import type { Problem } from './problem.js';
import { SHOWN_PROBLEMS } from './shown-problems.js';

/** The codes of {@link ConfigError}, each with what it means and what to do. */
export const configErrorCodes: Readonly<
  Record<ConfigErrorCode, { readonly meaning: string; readonly remedy: string }>
> = {
  CONFIG_UNREADABLE: {
    meaning: 'The configuration file cannot be read: it is missing, a directory, or not permitted.',
    remedy: 'Give the right path with -c, and let the user of the program read the file.',
  },
  CONFIG_TOO_LARGE: {
    meaning: 'The configuration file is larger than 1 MiB.',
    remedy: 'Check that -c names a configuration file; no real one comes near that size.',
  },
  CONFIG_ENCODING: {
    meaning: 'The configuration file is not UTF-8 text.',
    remedy: 'Save it as UTF-8, for instance with `iconv -f latin1 -t utf-8`.',
  },
  CONFIG_SYNTAX: {
    meaning: 'The configuration file is not valid YAML.',
    remedy: 'Mend the named lines; the keys are checked after that.',
  },
  CONFIG_EMPTY: {
    meaning: 'The configuration file holds no keys.',
    remedy: 'Start from the example in docs/configuration.md.',
  },
  CONFIG_INVALID: {
    meaning: 'The configuration file is YAML, but keys or values in it are wrong or missing.',
    remedy: 'Mend the named keys; docs/configuration.md has them all.',
  },
};

/** Codes of {@link ConfigError}; stable. */
export type ConfigErrorCode =
  | 'CONFIG_UNREADABLE'
  | 'CONFIG_TOO_LARGE'
  | 'CONFIG_ENCODING'
  | 'CONFIG_SYNTAX'
  | 'CONFIG_EMPTY'
  | 'CONFIG_INVALID';

const BRAND = Symbol.for('@kafka-splunk/config/ConfigError');

/** Why a configuration was not taken: all its problems at once. `message` is ready for a terminal, without colours. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
  readonly code: ConfigErrorCode;
  /** In the order of the file; at least one. */
  readonly problems: readonly Problem[];

  /**
   * @param code - one of {@link configErrorCodes}
   * @param problems - at least one
   */
  constructor(code: ConfigErrorCode, problems: readonly Problem[]) {
    super(messageOf(code, problems));
    this.code = code;
    this.problems = problems;
  }
}

// Outside the class: a computed name cannot stand in a declaration file.
Object.defineProperty(ConfigError.prototype, BRAND, { value: true });

/** True for a {@link ConfigError}, also one of another copy of this package or another realm. */
export function isConfigError(value: unknown): value is ConfigError {
  return typeof value === 'object' && value !== null && Reflect.get(value, BRAND) === true;
}

/**
 * The problems of an error as text for a terminal: place, key, what is wrong, the line and a caret. No colours, no
 * secrets.
 *
 * @param error - a `ConfigError` or its problems
 */
export function formatProblems(error: ConfigError | readonly Problem[]): string {
  const problems = 'problems' in error ? error.problems : error;
  const shown = problems.slice(0, SHOWN_PROBLEMS).map(formatProblem);
  if (problems.length > SHOWN_PROBLEMS) shown.push(`… and ${problems.length - SHOWN_PROBLEMS} more`);
  return shown.join('\n');
}

function messageOf(code: ConfigErrorCode, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return `${code}: ${count} in the configuration\n${formatProblems(problems)}`;
}
