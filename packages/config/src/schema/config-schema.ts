import type { AnyKey } from '../keys/key.js';
import { fileSection, isSection, type Section } from '../keys/section.js';
import { sectionWords } from '../reference/reference-text.js';
import type { JsonSchema } from './json-schema.js';
import { valueSchema } from './key-schema.js';

/** Keys of which a section needs one; what stands behind each replaces it. */
const ALTERNATIVES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  hec: [
    ['host', 'urls'],
    ['token', 'token_file'],
  ],
  kafka: [['topic', 'topics']],
};

/**
 * The configuration file as a JSON Schema, for completion and checks in an editor. It is made from the table that the
 * checks use, and never refuses a file that {@link loadConfig} takes; what only shows between keys, in the environment
 * or in other files it cannot see.
 *
 * Draft 07, since the YAML support of editors knows that one best.
 */
export function configSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'kafka-splunk-consumer',
    description: 'Configuration of kafka-splunk-consumer.',
    ...sectionSchema(fileSection, false),
  };
}

function sectionSchema(section: Section, mayBeEmpty: boolean): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, member] of section.members) {
    properties[name] = isSection(member) ? memberSchema(member) : valueSchema(member);
  }
  const required = [...section.members].filter(([, member]) => isNeeded(member)).map(([name]) => name);
  const alternatives = ALTERNATIVES[section.path] ?? [];
  return {
    type: mayBeEmpty && required.length + alternatives.length === 0 ? ['object', 'null'] : 'object',
    ...(required.length === 0 ? {} : { required }),
    ...(alternatives.length === 0 ? {} : { allOf: alternatives.map(oneOfThem) }),
    additionalProperties: false,
    properties,
  };
}

function memberSchema(section: Section): JsonSchema {
  const words = describe(sectionWords[section.path]);
  const short = section.members.get('enabled');
  if (section.list) return { ...words, type: ['array', 'null'], items: sectionSchema(section, false) };
  if (short === undefined || isSection(short)) return { ...words, ...sectionSchema(section, true) };
  // `ack: true` is short for `ack.enabled: true`.
  return { ...words, anyOf: [sectionSchema(section, true), valueSchema(short)] };
}

function oneOfThem(names: readonly string[]): JsonSchema {
  return { anyOf: names.map((name) => ({ required: [name] })) };
}

function isNeeded(member: AnyKey | Section): boolean {
  if (!isSection(member)) return member.required === true;
  return !member.list && (member.path in ALTERNATIVES || [...member.members.values()].some(isNeeded));
}

function describe(words: string | undefined): JsonSchema {
  return words === undefined ? {} : { description: words.replaceAll('`', ''), markdownDescription: words };
}
