import type { Given, GivenMember, Values } from '../check/values.js';
import { type CheckedText, checkText } from '../check-text.js';
import type { Notice } from '../config.js';
import type { UsedVariable } from '../environment/substitute.js';
import { readConfigFile } from '../files/read-config-file.js';
import type { AnyKey } from '../keys/key.js';
import { keyTable } from '../keys/key-table.js';
import type { LoadOptions, ParseOptions } from '../load-options.js';
import type { Setting } from './setting.js';

/** What {@link describeConfig} answers. */
export interface DescribedConfig {
  /** Every key that a file may have, in the order of the reference; those of a list of sections for each section. */
  readonly settings: readonly Setting[];
  readonly notices: readonly Notice[];
}

const MASK = '***';

/**
 * Reads and checks a configuration file as {@link loadConfig} does, and answers for every key what is in force and where
 * it comes from. Secrets are masked.
 *
 * @throws ConfigError as `loadConfig` does
 */
export function describeConfig({ file, env }: LoadOptions): DescribedConfig {
  return describeText(readConfigFile(file), { file, ...(env === undefined ? {} : { env }) });
}

/** As {@link describeConfig}, with the text at hand. @throws ConfigError as `loadConfig` does */
export function describeText(text: string, options: ParseOptions): DescribedConfig {
  const { values, notices }: CheckedText = checkText(text, options);
  const inForce = keyTable.filter((key) => key.retired === undefined);
  const lists = [...new Set(inForce.flatMap(({ path }) => listOf(path) ?? []))];
  const settings = inForce
    .filter(({ path }) => listOf(path) === undefined)
    .map((key) => setting(key, values));
  for (const list of lists) {
    const keys = inForce.filter(({ path }) => listOf(path) === list);
    for (const item of values.items(list)) settings.push(...itemSettings(item, keys));
  }
  return { settings, notices };
}

/** `routes[]` of `routes[].index`. */
function listOf(path: string): string | undefined {
  return /^(.*\[\])\./.exec(path)?.[1];
}

/** Of a section in a list only what it has: the rest it takes from elsewhere, which is told there. */
function itemSettings(item: Values, keys: readonly AnyKey[]): Setting[] {
  return keys.map((key) => setting(key, item)).filter(({ origin }) => origin.kind === 'file');
}

function setting(key: AnyKey, values: Values): Setting {
  const given = key.list ? values.givenList(key) : key.map ? values.givenMap(key) : values.given(key);
  if (given !== undefined) return { key: given.at, ...fromFile(key, given) };
  const file = keyTable.find(({ path }) => path === `${key.path}_file`);
  const named = key.secret && file !== undefined && !file.list && !file.map ? values.given(file) : undefined;
  if (named !== undefined) {
    const { at, place, written } = named;
    return {
      key: key.path,
      value: MASK,
      origin: { kind: 'content', key: at, line: place.line, path: written?.text ?? '' },
    };
  }
  const switched = /^(.*)\.enabled$/.exec(key.path)?.[1];
  if (switched !== undefined && key.fallback === undefined) {
    // A section with a switch and no default is on where the file has it.
    const value = String(values.mentioned(switched) !== undefined);
    return { key: key.path, value, origin: { kind: 'default' } };
  }
  if (key.fallback !== undefined) return { key: key.path, value: key.fallback, origin: { kind: 'default' } };
  return { key: key.path, value: undefined, origin: { kind: 'absent', words: key.absent ?? 'none' } };
}

function fromFile(key: AnyKey, given: Given<unknown>): Pick<Setting, 'value' | 'origin'> {
  const items = key.list || key.map ? (given.value as readonly Given<unknown>[]) : [given];
  const variables: UsedVariable[] = items.flatMap(({ written }) => written?.variables ?? []);
  const textOf = (item: Given<unknown>): string => (key.secret ? MASK : (item.written?.text ?? ''));
  const origin = { kind: 'file', line: given.place.line, variables } as const;
  if (key.map) {
    const members = given.value as readonly GivenMember<unknown>[];
    return { value: Object.fromEntries(members.map((member) => [member.name, textOf(member)])), origin };
  }
  return { value: key.list ? items.map(textOf) : textOf(given), origin };
}
