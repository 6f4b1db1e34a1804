import { fileURLToPath } from 'node:url';
import {
  type ConfigError,
  isConfigError,
  type LoadedConfig,
  type ParseOptions,
  type Problem,
  parseConfig,
} from '../src/index.js';

/** Parts of a file by section; a part replaces that of the smallest valid file. */
export type Sections = Record<string, string>;

const SMALLEST: Sections = {
  hec: 'host: splunk\n  token: t0ken',
  kafka: 'brokers: [kafka:9092]\n  consumer_group: g\n  topic: t',
};

/** The smallest valid file, with other sections in place of its own or beside them. */
export function fileWith(sections: Sections = {}): string {
  const all = { ...SMALLEST, ...sections };
  return Object.entries(all)
    .map(([name, body]) => `${name}:\n  ${body}\n`)
    .join('');
}

/** The smallest valid file, with more keys in its sections. */
export function fileAdding(more: Sections): string {
  const sections = { ...SMALLEST };
  for (const [name, body] of Object.entries(more)) {
    sections[name] = sections[name] === undefined ? body : `${sections[name]}\n  ${body}`;
  }
  return fileWith(sections);
}

/** Parses with no environment and the name `test.yml`, unless told otherwise. */
export function parse(text: string, options: Partial<ParseOptions> = {}): LoadedConfig {
  return parseConfig(text, { file: 'test.yml', env: {}, ...options });
}

/** The error that `run` throws; fails when it throws none or another one. */
export function errorOf(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (isConfigError(error)) return error;
    throw error;
  }
  throw new Error('a ConfigError was expected, and none came');
}

/** The problems of a text. */
export function problemsOf(text: string, options: Partial<ParseOptions> = {}): readonly Problem[] {
  return errorOf(() => parse(text, options)).problems;
}

/** The one problem of a text; fails when there are more. */
export function problemOf(text: string, options: Partial<ParseOptions> = {}): Problem {
  const [first, ...more] = problemsOf(text, options);
  if (first === undefined || more.length > 0)
    throw new Error(`one problem expected, got ${1 + more.length}: ${more.map((p) => p.text)}`);
  return first;
}

/** Path of a file in `test/fixtures`. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}
