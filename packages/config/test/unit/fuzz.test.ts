// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration text holds ${NAME}
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isConfigError, parseConfig } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { fileWith } from '../config-cases.js';

/** A configuration, or a ConfigError with problems that can be printed; anything else fails. */
function outcome(text: string): 'config' | 'error' {
  try {
    parseConfig(text, { file: 'fuzz.yml', env: { A: 'x' }, readFile: () => Buffer.from('text') });
    return 'config';
  } catch (error) {
    if (!isConfigError(error)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.message).toContain(error.code);
    return 'error';
  }
}

const paths = keyTable.map((key) => key.path.replace('[]', ''));
const words = fc.oneof(
  fc.constantFrom(...paths.flatMap((path) => path.split('.'))),
  fc.constantFrom(
    'x',
    '1',
    '"',
    "'",
    '${A}',
    '${',
    '*a',
    '&a',
    '!t',
    '|',
    '>',
    '~',
    'yes',
    '<<',
    '...',
    '%YAML 1.2',
    '0x1',
    '1s',
    '?',
    '#',
  ),
  fc.string({ maxLength: 5 }),
);
const line = fc
  .tuple(
    fc.nat(4),
    fc.constantFrom('', '- ', '? '),
    words,
    fc.constantFrom(': ', ':', '', ' ', ': [', ': {', ', '),
    words,
  )
  .map(([indent, lead, key, colon, value]) => `${'  '.repeat(indent)}${lead}${key}${colon}${value}`);
const yamlish = fc.array(line, { maxLength: 15 }).map((lines) => lines.join('\n'));
const json: fc.Arbitrary<string> = fc
  .dictionary(
    fc.constantFrom('hec', 'kafka', 'general', 'network', 'logging', 'routes', 'dead_letters'),
    fc.jsonValue(),
  )
  .map((value) => JSON.stringify(value));

describe('any text', () => {
  test.each([
    ['random characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['YAML-like lines', yamlish],
    ['sections of any JSON', json],
    [
      'a good file with noise in it',
      fc
        .tuple(fc.nat(100), fc.string({ maxLength: 4 }))
        .map(([at, s]) => fileWith().slice(0, at) + s + fileWith().slice(at)),
    ],
  ])('%s: a configuration or a ConfigError', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => {
        expect(['config', 'error']).toContain(outcome(text));
      }),
      { numRuns: 1500 },
    );
  });

  test('property: any scalar for any key is taken or refused under that key', () => {
    const scalar = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.integer().map(String),
      fc.constantFrom('yes', '1s', '5MiB', 'a:1'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...paths.filter((path) => path.startsWith('general.'))),
        scalar,
        (path, value) => {
          const [section = '', key = ''] = path.split('.');
          const text = fileWith({ [section]: `${key}: ${JSON.stringify(value)}` });
          try {
            parseConfig(text, { file: 'fuzz.yml', env: {} });
          } catch (error) {
            if (!isConfigError(error)) throw error;
            expect(error.problems.every((p) => p.key === path || p.key === 'general.batch_bytes')).toBe(true);
          }
        },
      ),
    );
  });
});
