// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration text holds ${NAME}
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/index.js';
import { errorOf, fileAdding, fileWith, parse, problemOf, problemsOf } from '../config-cases.js';

let folder = '';
const load = (content: string | Uint8Array, name = 'kafka_consumer.yml'): ReturnType<typeof loadConfig> => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return loadConfig({ file, env: {} });
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('loadConfig', () => {
  test('reads a file, with a byte order mark and CRLF too, and names it in its notices', () => {
    const text = `\ufeff${fileAdding({ kafka: 'use_rdkafka: True' })}`.replaceAll('\n', '\r\n');
    const { config, notices } = load(text);
    expect(config.kafka.group).toBe('g');
    expect(notices).toMatchObject([
      { file: join(folder, 'kafka_consumer.yml'), line: 8, key: 'kafka.use_rdkafka' },
    ]);
  });

  test('uses the environment of the process where none is given', () => {
    const file = join(folder, 'env.yml');
    writeFileSync(file, fileWith({ hec: 'host: h\n  token: ${CONFIG_TEST_TOKEN}' }));
    process.env.CONFIG_TEST_TOKEN = 'from-env';
    try {
      expect(loadConfig({ file }).config.hec.token.reveal()).toBe('from-env');
    } finally {
      delete process.env.CONFIG_TEST_TOKEN;
    }
  });

  test('reads from a pipe', () => {
    const script = [
      "import { loadConfig } from './dist/index.js';",
      "console.log(loadConfig({ file: '/dev/stdin', env: {} }).config.kafka.group);",
    ].join('\n');
    const file = join(folder, 'piped.yml');
    writeFileSync(file, fileWith());
    const command = 'cat "$1" | "$2" --input-type=module -e "$3"';
    const cwd = new URL('../..', import.meta.url);
    const args = ['-c', command, 'sh', file, process.execPath, script];
    expect(execFileSync('sh', args, { cwd, encoding: 'utf8' })).toBe('g\n');
  });

  test.each<[string, () => unknown, string, string]>([
    [
      'a missing file',
      () => loadConfig({ file: join(folder, 'nope.yml') }),
      'CONFIG_UNREADABLE',
      'no such file',
    ],
    ['a directory', () => loadConfig({ file: folder }), 'CONFIG_UNREADABLE', 'directory'],
    ['a path through a file', () => loadConfig({ file: '/dev/null/x' }), 'CONFIG_UNREADABLE', 'ENOTDIR'],
    ['a path with NUL', () => loadConfig({ file: 'a\0b' }), 'CONFIG_UNREADABLE', 'cannot be read'],
    ['an endless file', () => loadConfig({ file: '/dev/zero' }), 'CONFIG_TOO_LARGE', '1 MiB'],
    ['Latin-1', () => load(Buffer.from('hec: {source: ä}', 'latin1')), 'CONFIG_ENCODING', 'UTF-8'],
    ['UTF-16', () => load(Buffer.from('\ufeffhec: {}', 'utf16le')), 'CONFIG_ENCODING', 'UTF-8'],
    ['an empty file', () => load(''), 'CONFIG_EMPTY', 'no keys'],
    ['comments alone', () => load('# hec:\n\n'), 'CONFIG_EMPTY', 'no keys'],
    ['a null', () => load('---\n~\n'), 'CONFIG_EMPTY', 'no keys'],
    ['a list at the top', () => load('- hec\n- kafka\n'), 'CONFIG_INVALID', 'found a list'],
    ['a text at the top', () => load('hello\n'), 'CONFIG_INVALID', 'found a single value'],
    ['a tab', () => load('hec:\n\thost: h\n'), 'CONFIG_SYNTAX', 'tab'],
    ['two documents', () => load(`${fileWith()}---\na: b\n`), 'CONFIG_SYNTAX', 'second document'],
    ['an open quote', () => load('hec:\n  host: "h\n'), 'CONFIG_SYNTAX', 'closing quote'],
    ['NUL bytes', () => load(new Uint8Array(1000)), 'CONFIG_INVALID', 'found a single value'],
  ])('%s is a clear error', (_, run, code, words) => {
    const error = errorOf(run);
    expect(error.code).toBe(code);
    expect(error.problems.length).toBeGreaterThan(0);
    expect(error.message).toContain(words);
  });
});

describe('YAML that would do harm', () => {
  test('a key that stands twice is named with both lines', () => {
    const problem = problemOf(fileAdding({ hec: 'port: 1\n  port: 2' }));
    expect(problem).toMatchObject({ reason: 'duplicate-key', key: 'hec.port', line: 5 });
    expect(problem.text).toContain('line 4');
    expect(problemOf(`${fileWith()}hec: {}\n`)).toMatchObject({ key: 'hec', line: 8 });
  });

  test('aliases of aliases end before they fill the memory', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`)}]`);
    expect(problemsOf(lines.join('\n')).some((p) => p.text.includes('more than 20000 values'))).toBe(true);
    const merges = ['m0: &m0 {a: 1}'];
    for (let i = 1; i < 30; i += 1) merges.push(`m${i}: &m${i} {<<: [*m${i - 1}, *m${i - 1}], k${i}: 1}`);
    expect(problemsOf(merges.join('\n')).some((p) => p.text.includes('more than 20000 values'))).toBe(true);
  });

  test('an alias inside its own anchor, and one without an anchor', () => {
    expect(
      problemsOf('hec: &a {x: *a}')
        .map((p) => p.text)
        .join(),
    ).toContain('has no end');
    expect(problemOf(fileAdding({ hec: 'source: *nope' })).text).toContain('without its anchor');
  });

  test.each([20, 60, 300, 700, 5000, 50_000])('%i levels of nesting', (depth) => {
    for (const open of ['[', '{a: ', '- ', '? ']) {
      expect(['CONFIG_SYNTAX', 'CONFIG_INVALID']).toContain(errorOf(() => parse(open.repeat(depth))).code);
      expect(['CONFIG_SYNTAX', 'CONFIG_INVALID']).toContain(
        errorOf(() =>
          parse(`${open.repeat(depth)}x${(open === '[' ? ']' : open === '{a: ' ? '}' : '').repeat(depth)}`),
        ).code,
      );
    }
  });

  test('more than 32 levels are one problem, before any stack is at its end', () => {
    expect(problemsOf(`x: ${'['.repeat(40)}${']'.repeat(40)}`).map((p) => p.text)).toContain(
      'nested too deeply',
    );
    expect(problemsOf(`x: ${'['.repeat(30)}${']'.repeat(30)}`).map((p) => p.text)).not.toContain(
      'nested too deeply',
    );
  });

  test('a hundred thousand keys do not take minutes', () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `k${i}: 1`).join('\n');
    const error = errorOf(() => parse(text.slice(0, 1_000_000)));
    expect(error.message).toContain('more than 20000 values');
    expect(error.message.split('\n').length).toBeLessThan(200);
  });

  test('tags that make objects elsewhere are refused, harmless ones are not', () => {
    expect(
      problemOf(fileAdding({ hec: 'source: !!python/object/apply:os.system [id]' }).replace('[id]', 'id'))
        .text,
    ).toContain('tag');
    const { config } = parse(fileAdding({ hec: 'port: !!int 99\n  source: !!str null' }));
    expect(config.hec).toMatchObject({ urls: ['https://splunk:99'] });
    expect(config.unrouted.source).toMatchObject([{ written: 'null' }]);
  });

  test('anchors, aliases and << work as in PyYAML: what is written wins over what is merged', () => {
    const text = fileWith({
      hec: '<<: &t\n    host: merged\n    source: merged\n  host: own\n  token: t0ken\n  sourcetype: &s st',
      kafka: 'brokers: [kafka:9092]\n  consumer_group: *s\n  topic: t',
    });
    const { config } = parse(text);
    expect(config.hec).toMatchObject({ urls: ['https://own:8088'] });
    expect(config.unrouted.source).toMatchObject([{ written: 'merged' }]);
    expect(config.kafka.group).toBe('st');
    const list = fileAdding({ hec: '<<: [{source: first}, {source: second, sourcetype: second}]' });
    expect(parse(list).config.unrouted).toMatchObject({
      source: [{ written: 'first' }],
      sourcetype: [{ written: 'second' }],
    });
    expect(problemOf(fileAdding({ hec: '<<: text' })).text).toContain('<< takes');
  });

  test('a key that is a list is no key', () => {
    expect(problemOf(fileAdding({ hec: '? [a, b]\n  : c' })).text).toContain('plain text');
  });
});
