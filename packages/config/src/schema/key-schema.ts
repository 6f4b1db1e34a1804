import type { AnyKey, KeyFacts } from '../keys/key.js';
import type { Kind } from '../kinds/kind.js';
import type { JsonSchema, JsonType } from './json-schema.js';
import type { ValueSchema } from './value-schema.js';

/** What may stand in any value: the environment is put in only when the program reads it. */
const REFERENCE = '\\$\\{';
const NOTHING = '^$';

/** The schema of one key: its value, or a list of them, with what an editor shows. */
export function valueSchema(key: AnyKey): JsonSchema {
  const words = { ...describe(key), ...retirement(key) };
  if (key.retired !== undefined) return words;
  // A key without a value counts as not given.
  const nothing: readonly JsonType[] = key.required ? [] : ['null'];
  if (key.list) {
    const items = scalarSchema(key.kind, []);
    return { ...words, type: ['array', ...nothing], minItems: 1, items };
  }
  if (key.map) {
    return { ...words, type: ['object', ...nothing], additionalProperties: scalarSchema(key.kind, ['null']) };
  }
  const standard = key.fallback === undefined ? {} : { default: defaultOf(key.fallback, key.kind) };
  return { ...words, ...scalarSchema(key.kind, nothing), ...standard };
}

function scalarSchema({ schema, expected }: Kind<unknown>, nothing: readonly JsonType[]): JsonSchema {
  if (schema === undefined) return { type: ['string', 'number', 'boolean', ...nothing] };
  const written: JsonSchema = {
    type: typesOf(schema, nothing),
    ...(schema.text === undefined ? {} : textPattern(schema.text, expected, nothing.length > 0)),
    ...(schema.number === undefined ? {} : { minimum: schema.number.min, maximum: schema.number.max }),
  };
  return schema.words === undefined ? written : { anyOf: [{ enum: schema.words }, written] };
}

function textPattern(text: string, expected: string, mayBeEmpty: boolean): JsonSchema {
  const pattern = [text, REFERENCE, ...(mayBeEmpty ? [NOTHING] : [])].join('|');
  return { pattern, patternErrorMessage: `Expected ${expected}.` };
}

/** A text may look like something else to YAML: `0123` is a number there, `yes` a boolean for some editors. */
function typesOf(
  { boolean, number, words, onlyText }: ValueSchema,
  nothing: readonly JsonType[],
): readonly JsonType[] {
  const free = boolean === undefined && number === undefined && words === undefined && onlyText === undefined;
  return [
    'string',
    ...(number === undefined ? [] : [number.digits === 'whole' ? ('integer' as const) : ('number' as const)]),
    ...(boolean === undefined ? [] : ['boolean' as const]),
    ...(free ? (['number', 'boolean'] as const) : []),
    ...nothing,
  ];
}

function describe({ says, example }: KeyFacts): JsonSchema {
  return {
    description: says.replaceAll('`', ''),
    markdownDescription: `${says}\n\nExample: \`${example}\``,
  };
}

/** No `deprecationMessage`: editors that know it call the key an error, and a file of the original runs as it is. */
function retirement({ retired }: KeyFacts): JsonSchema {
  return retired === undefined ? {} : { deprecated: true };
}

/** The default as YAML would have it, so that completion writes no needless quotes. */
function defaultOf(fallback: string, { schema }: Kind<unknown>): string | number | boolean {
  if (schema?.number !== undefined && /^[-\d.]+$/.test(fallback)) return Number(fallback);
  if (schema?.boolean && /^(true|false)$/.test(fallback)) return fallback === 'true';
  return fallback;
}
