// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration text holds ${NAME}
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { substitute } from '../../src/environment/substitute.js';
import { errorOf, fileAdding, fileWith, parse, problemOf } from '../config-cases.js';

const K = (topics: string): string => `brokers: [k:1]\n  consumer_group: g\n  topics: ${topics}`;

describe('${NAME} in values', () => {
  test('is replaced in any value, quoted, in lists and inside text', () => {
    const text = fileWith({
      hec: 'host: ${HOST}\n  port: ${PORT}\n  token: "${TOKEN}"\n  source: pre-${A}${B:-b}-post\n  use_https: ${TLS:-no}',
      kafka: "brokers: ['${HOST}:9092']\n  consumer_group: ${G:-a:b c}\n  topic: ${T}",
    });
    const { config } = parse(text, { env: { HOST: 'h', PORT: '99', TOKEN: 'x#y', A: 'a', T: '0123' } });
    expect(config.hec).toMatchObject({ urls: ['http://h:99'] });
    expect(config.unrouted.source).toMatchObject([{ written: 'pre-ab-post' }]);
    expect(config.hec.token.reveal()).toBe('x#y');
    expect(config.kafka).toMatchObject({ brokers: ['h:9092'], group: 'a:b c', topics: ['0123'] });
  });

  test('is left alone in keys and comments', () => {
    const text = `# \${NOPE}\n${fileWith()}`;
    expect(parse(text).config.kafka.group).toBe('g');
    expect(problemOf(fileAdding({ hec: '"${KEY}": 1' }), { env: { KEY: 'port' } }).reason).toBe(
      'unknown-key',
    );
  });

  test('cannot bring in YAML', () => {
    const { config } = parse(fileAdding({ hec: 'source: ${S}' }), { env: { S: 'a: b, c: [d] # e' } });
    expect(config.unrouted.source[0]?.written).toBe('a: b, c: [d] # e');
    const broken = problemOf(fileAdding({ hec: 'source: ${S}' }), { env: { S: 'a\nport: 1' } });
    expect(broken).toMatchObject({ key: 'hec.source', reason: 'wrong-value' });
  });

  test('without a value or default is a problem that names the variable', () => {
    const problem = problemOf(fileAdding({ hec: 'port: ${HEC_PORT}' }));
    expect(problem).toMatchObject({ key: 'hec.port', reason: 'environment', line: 4, column: 9 });
    expect(problem.text).toContain('HEC_PORT is not set');
    // What every object has is not a variable.
    expect(problemOf(fileAdding({ hec: 'source: ${toString}' })).reason).toBe('environment');
  });

  test('an empty variable takes the default, or counts as not given', () => {
    expect(parse(fileAdding({ hec: 'port: ${P:-77}' }), { env: { P: '' } }).config.hec.urls[0]).toBe(
      'https://splunk:77',
    );
    expect(parse(fileAdding({ hec: 'port: ${P}' }), { env: { P: '' } }).config.hec.urls[0]).toBe(
      'https://splunk:8088',
    );
    const required = fileWith({ hec: 'host: h\n  token: ${TOKEN}' });
    expect(problemOf(required, { env: { TOKEN: '' } })).toMatchObject({
      key: 'hec.token',
      reason: 'missing-key',
    });
  });

  test('$${ is a plain ${, and a broken reference is a problem', () => {
    expect(parse(fileAdding({ hec: 'source: $${A}-$5-$$' })).config.unrouted.source[0]?.written).toBe(
      '${A}-$5-$$',
    );
    for (const text of ['${', '${}', '${1A}', '${A-b}', '${A B}', 'x${A:-{b}}']) {
      expect(problemOf(fileAdding({ hec: `source: '${text}'` })).reason).toBe('environment');
    }
  });

  test('the value of a variable is never shown', () => {
    const problem = problemOf(fileAdding({ hec: 'port: ${PORT}' }), { env: { PORT: 's3cret' } });
    expect(JSON.stringify(problem)).not.toContain('s3cret');
    expect(problem.found).toBe('"${PORT}"');
    expect(problem.text).toContain('the environment gives');
  });

  test.each([
    ['a password where its file belongs', 'password_file', 'ab/cd+ef==', 'the file that it names'],
    ['a path to a password', 'password_file', '/run/hush', 'the file that it names'],
    ['a path to a certificate', 'cafile', '/run/hush', 'the file "${V}"'],
  ])('%s from it is not shown, whatever is wrong with it', (_, key, hush, name) => {
    const text = fileAdding({ kafka: `ssl: {use_ssl: on, ${key}: "\${V}"}` });
    for (const readFile of [undefined, () => Buffer.from([0xff]), () => Buffer.alloc(0)]) {
      const options = { env: { V: hush }, ...(readFile === undefined ? {} : { readFile }) };
      const problem = problemOf(text, options);
      expect(problem.text).toContain(name);
      expect(JSON.stringify(problem)).not.toContain(hush);
    }
  });

  test.each([
    ['a URL that stands there twice', { hec: 'urls: ["${V}", "${V}"]\n  token: t' }, 'http://hush:1'],
    ['a topic that stands there twice', { kafka: K('["${V}", "${V}"]') }, 'hush'],
    ['a route without its topic', { routes: '- topics: ["${V}"]\n    index: i' }, 'hush'],
    ['a pattern without its topic', { routes: '- topics: ["${V}"]\n    index: i' }, '/hush/'],
    [
      'a route behind another one',
      { kafka: K('[abc, abd]'), routes: '- topics: ["${V}", abc]\n    index: i' },
      '/^ab(c|hush)/',
    ],
    [
      'a topic that was nearly meant',
      { kafka: K('["${V}"]'), routes: '- topics: [husk]\n    index: i' },
      'hush',
    ],
    [
      'topics that earlier routes take',
      { kafka: K('["${V}"]'), routes: '- topics: [/hu/]\n    index: i\n  - topics: [/us/]\n    index: i' },
      'hush',
    ],
    ['dead letters that go round', { kafka: K('["${V}"]'), dead_letters: 'topic: "${V}"' }, 'hush'],
  ])('%s is told without what it gives', (_, sections, hush) => {
    const told = errorOf(() => parse(fileWith(sections), { env: { V: hush } }));
    const text = `${told.message}${JSON.stringify(told.problems)}`;
    expect(text).not.toContain(hush);
  });

  test('property: text without ${ stays, and any text can be escaped', () => {
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (text, env) => {
        fc.pre(!text.includes('${'));
        expect(substitute(text, env)).toEqual({ text, changed: false, variables: [], faults: [] });
      }),
    );
    const pieces = fc.oneof(fc.string(), fc.constantFrom('${', '${A}', '$', '{', '}', ':-'));
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const text = parts.join('');
        // A `$` right before the escape would make it one of its own.
        fc.pre(!text.includes('$$'));
        // By a function: in a replacement text `$$` stands for one `$`.
        const escaped = text.replaceAll('${', () => '$${');
        expect(substitute(escaped, {}).text).toBe(text);
      }),
    );
  });
});
