// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} in configuration files
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { configSchema } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { exampleFile } from '../../src/reference/reference-text.js';
import { valueSchema } from '../../src/schema/key-schema.js';
import { fileAdding, fileWith, fixture } from '../config-cases.js';

const ajv = new Ajv({ strict: false, allErrors: true });
const check = ajv.compile(configSchema());
const root = new URL('../../../../', import.meta.url);

/** As an editor reads it: YAML 1.2, with numbers and booleans of its own. */
const problemsOf = (yaml: string): string[] => {
  check(parseYaml(yaml, { merge: true }));
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

test('schema.json is what the key table says (`pnpm write-docs` writes it)', () => {
  const published = readFileSync(new URL('packages/config/schema.json', root), 'utf8');
  expect(published).toBe(`${JSON.stringify(configSchema(), null, 2)}\n`);
});

describe('files that the program takes', () => {
  const blocks = ['README.md', ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`)]
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => {
      const text = readFileSync(new URL(name, root), 'utf8');
      const files = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
      return files
        .filter((block) => /^hec:/m.test(block) && /^kafka:/m.test(block))
        .map((block) => [name, block]);
    });

  test('there are some in the documentation', () => expect(blocks.length).toBeGreaterThan(2));

  test.each(blocks)('in %s', (_, block) => expect(problemsOf(block)).toEqual([]));

  test.each([
    ['the example of the reference', exampleFile],
    ['a full one of the original', readFileSync(fixture('original-full.yml'), 'utf8')],
    ['the smallest', fileWith()],
    [
      'words of YAML 1.1, in any case',
      fileAdding({ hec: 'use_https: No\n  verify_ssl: "off"\n  endpoint: RAW' }),
    ],
    [
      'the environment, anywhere',
      fileAdding({ hec: 'port: ${PORT}\n  use_https: ${TLS:-true}', general: 'workers: ${W}' }),
    ],
    [
      'keys without a value',
      fileAdding({ hec: 'port:\n  channel: ~\n  source: ""', general: '', routes: '' }),
    ],
    ['numbers where text is wanted', fileAdding({ hec: 'source: 0123\n  sourcetype: 4.5' })],
    ['the short form of ack', fileAdding({ hec: 'ack: true' })],
    ['the long form of ack', fileAdding({ hec: 'ack: { enabled: auto, poll: 5s }' })],
  ])('%s', (_, text) => expect(problemsOf(text)).toEqual([]));
});

describe('files that the program refuses', () => {
  test.each([
    ['an unknown key', fileAdding({ hec: 'tokn: x' }), 'must NOT have additional properties'],
    ['an unknown section', fileAdding({ splunk: 'host: x' }), 'must NOT have additional properties'],
    ['a port that is none', fileAdding({ hec: 'port: 70000' }), '/hec/port must be <= 65535'],
    ['a word that is none', fileAdding({ hec: 'endpoint: rwa' }), '/hec/endpoint'],
    ['a size without its unit', fileAdding({ general: 'memory: 1024' }), '/general/memory'],
    ['a list where none is wanted', fileAdding({ hec: 'port: [1]' }), '/hec/port must be'],
    [
      'one broker that is no list',
      fileWith({ kafka: 'brokers: kafka:9092\n  consumer_group: g\n  topic: t' }),
      '/kafka/brokers must be array',
    ],
    ['no brokers', fileWith({ kafka: 'consumer_group: g\n  topic: t' }), "'brokers'"],
    ['no topic', fileWith({ kafka: 'brokers: [kafka:9092]\n  consumer_group: g' }), "'topics'"],
    ['no token', fileWith({ hec: 'host: splunk' }), "'token_file'"],
    ['no hec', 'kafka: { brokers: [a:1], consumer_group: g, topic: t }', "'hec'"],
    [
      'a route without topics',
      fileAdding({ routes: '- index: web' }),
      "/routes/0 must have required property 'topics'",
    ],
    ['a URL as host', fileWith({ hec: 'host: https://splunk\n  token: t' }), '/hec/host'],
  ])('%s', (_, text, words) => expect(problemsOf(text).join('\n')).toContain(words));
});

describe.each(keyTable.filter((key) => key.retired === undefined).map((key) => [key.path, key] as const))(
  '%s',
  (_, key) => {
    const accepts = ajv.compile(valueSchema(key));

    test('takes its example and its default, and is described', () => {
      expect([key.example, accepts(parseYaml(key.example))]).toEqual([key.example, true]);
      if (key.fallback !== undefined) expect(accepts(parseYaml(key.fallback))).toBe(true);
      expect(valueSchema(key).description).toBeTruthy();
    });

    test('takes every text that the program takes', () => {
      const near = fc.oneof(
        fc.string(),
        fc.stringMatching(/^[-+]?[0-9_.]{1,6} ?(ms|s|m|h|B|kB|KiB|MiB|GiB)?$/),
        fc.constantFrom(
          key.example,
          key.fallback ?? '',
          'TRUE',
          'Off',
          '[::1]',
          '::1',
          'a.b',
          'HTTPS://a',
          'AUTO',
          '/a|b/i',
          '!x',
        ),
      );
      fc.assert(
        fc.property(near, (text) => {
          if (text === '' || !('value' in key.kind.read(text))) return;
          expect([text, accepts(key.list ? [text] : key.map ? { a: text } : text)]).toEqual([text, true]);
        }),
        { numRuns: 300 },
      );
    });
  },
);
