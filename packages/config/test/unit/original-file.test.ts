import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { fileAdding, fileWith, fixture, parse, problemOf } from '../config-cases.js';

describe("the original's file", () => {
  test('is taken as it is, key by key', () => {
    const { config } = loadConfig({ file: fixture('original-full.yml'), env: {} });
    expect(config.hec.token.reveal()).toBe('5F2D7C1A-9E34-4B7B-8E0B-3D2F6A9C1B70');
    expect({ ...config, hec: { ...config.hec, token: undefined } }).toEqual({
      hec: {
        urls: ['https://10.20.0.5:8088'],
        channel: '0b5c6f0e-2a51-4c1d-9f43-6a1d1c2f7e90',
        token: undefined,
        verifySsl: false,
        ordered: false,
      },
      kafka: {
        brokers: ['10.20.0.11:9092', '10.20.0.12:9093', '10.20.0.13:9094'],
        group: 'shark',
        topics: ['nginx'],
        topicPatterns: [],
        excludedTopics: [],
        initialOffset: 'earliest',
      },
      general: {
        workers: 3,
        batchSize: 1024,
        batchBytes: 1_048_576,
        lingerMs: 200,
        memoryBytes: 134_217_728,
        drainDeadlineMs: 25_000,
        hangTimeoutMs: 10_000,
        workerMemoryBytes: 'auto',
      },
      network: { retryAttempts: 5, firstWaitMs: 60_000, maxWaitMs: 300_000, factor: 1.5, jitterMs: 5000 },
      logging: { level: 'debug' },
      routes: [],
      unrouted: {
        endpoint: 'raw',
        index: [],
        source: [{ written: 'hec:nginx', parts: ['hec:nginx'] }],
        sourcetype: [{ written: 'access_combined', parts: ['access_combined'] }],
        host: [],
        fields: [],
        time: 'record',
        value: 'text',
        invalidJson: 'text',
        lineage: false,
        tombstones: 'skip',
        emptyValues: 'skip',
      },
      deadLetters: { directory: './dead-letters' },
      admin: { host: '127.0.0.1', port: 9464 },
    });
  });

  test('the fixture holds every key of the original, and says once which do nothing any more', () => {
    const { notices } = loadConfig({ file: fixture('original-full.yml'), env: {} });
    const originals = keyTable.filter((key) => key.since === 'original');
    expect(originals).toHaveLength(30);
    const text = readFileSync(fixture('original-full.yml'), 'utf8');
    for (const { path } of originals) expect(text).toContain(` ${path.split('.').at(-1)}:`);
    expect(notices.map(({ key, line }) => `${key} ${line}`)).toEqual([
      'kafka.zookeeper_server 20',
      'kafka.zookeeper_port 21',
      'kafka.use_rdkafka 25',
    ]);
    for (const notice of notices) expect(notice.text).toMatch(/not needed any more/);
  });

  test.each(['{', 'a}b', '{app}', '{{x}', 'kafka {json:x}'])(
    'braces that are no placeholder, %s, are sent as they stand there, and it is said once',
    (source) => {
      const { config, notices } = parse(fileAdding({ hec: `source: "${source}"` }));
      expect(config.unrouted.source).toEqual([{ written: source, parts: [source] }]);
      expect(notices.map(({ key, text }) => `${key} ${text}`)).toEqual([
        expect.stringMatching(/^hec.source has braces/),
      ]);
    },
  );

  test.each([
    ['{{x}}', ['{x}']],
    ['a{{', ['a{']],
    ['{topic}}}', [{ kind: 'topic' }, '}']],
  ])('doubled braces, %s, are sent as single ones, and it is said once', (source, parts) => {
    const { config, notices } = parse(fileAdding({ hec: `sourcetype: "${source}"` }));
    expect(config.unrouted.sourcetype).toEqual([{ written: source, parts }]);
    expect(notices.map(({ key, text }) => `${key} ${text}`)).toEqual([
      expect.stringMatching(/^hec.sourcetype has doubled braces/),
    ]);
  });

  test('a placeholder is said where keys of the original that do nothing any more stand in the file, and only there', () => {
    const source = { hec: 'source: "kafka:{topic}"' };
    expect(parse(fileAdding(source)).notices).toEqual([]);
    const { notices } = parse(fileAdding({ ...source, kafka: 'zookeeper_server: zk' }));
    expect(notices.map(({ key, text }) => `${key} ${text}`)).toEqual([
      expect.stringMatching(/^kafka.zookeeper_server/),
      expect.stringMatching(/^hec.source has a placeholder/),
    ]);
    expect(parse(fileAdding({ kafka: 'zookeeper_server: zk' })).notices).toHaveLength(1);
  });

  test('keys that do nothing any more may hold anything', () => {
    const text = fileAdding({ kafka: 'zookeeper_server: [a, b]\n  zookeeper_port:\n  use_rdkafka: {x: 1}' });
    expect(parse(text).notices).toHaveLength(3);
  });

  test.each(['True', 'true', 'TRUE', 'yes', 'Yes', 'on', 'ON', '"True"', "'yes'"])('%s is true', (word) => {
    const text = fileAdding({ hec: `use_compression: ${word}` });
    expect(parse(text).config.hec.gzipLevel).toBe(9);
  });

  test.each(['False', 'false', 'no', 'No', 'off', 'OFF', '"False"'])('%s is false', (word) => {
    const text = fileAdding({ hec: `use_https: ${word}\n  verify_ssl: ${word}` });
    expect(parse(text).config.hec).toMatchObject({ urls: ['http://splunk:8088'], verifySsl: false });
  });

  // PyYAML reads these as text or numbers, and `use_https: n` meant https there.
  test.each(['y', 'n', '0', '1', 'maybe'])('%s is no boolean', (word) => {
    expect(problemOf(fileAdding({ hec: `use_https: ${word}` }))).toMatchObject({
      key: 'hec.use_https',
      found: `"${word}"`,
    });
  });

  test.each([
    '0123',
    '12:30:45',
    '2020-01-01',
    '1e3',
    '0x1F',
    '1_000',
    'yes',
    'off',
    '.5',
    '123456789012345678901234',
  ])('unquoted %s stays what it is where text is wanted', (word) => {
    const topic = word.replaceAll(':', '.');
    const { config } = parse(
      fileWith({
        hec: `host: splunk\n  token: ${word}\n  source: ${word}`,
        kafka: `brokers: [kafka:9092]\n  consumer_group: ${word}\n  topic: ${topic}`,
      }),
    );
    expect(config.hec.token.reveal()).toBe(word);
    expect([config.unrouted.source[0]?.written, config.kafka.group, config.kafka.topics]).toEqual([
      word,
      word,
      [topic],
    ]);
  });

  test.each([
    ['010', 'leading 0'],
    ['0x10', 'decimals'],
    ['12:30', 'colon'],
    ['ten', 'whole number'],
    ['1.5', 'whole number'],
    ['0', 'from 1'],
    ['65536', 'to 65535'],
    ['1e2', 'whole number'],
  ])('the number %s is refused with its reason', (word, reason) => {
    expect(problemOf(fileAdding({ hec: `port: ${word}` })).expected).toContain(reason);
  });

  test('1_000 is a thousand, as in YAML 1.1; quoted numbers are numbers', () => {
    const { config } = parse(fileAdding({ general: 'batch_size: 1_000\n  workers: "2"' }));
    expect(config.general).toMatchObject({ batchSize: 1000, workers: 2 });
  });

  test('an initial_offset that meant latest by mistake is an error that says so', () => {
    const problem = problemOf(fileAdding({ kafka: 'initial_offset: earlist' }));
    expect(problem.text).toContain('used to mean latest');
    expect(parse(fileAdding({ kafka: 'initial_offset: Latest' })).config.kafka.initialOffset).toBe('latest');
    const at = 'initial_offset: 2026-01-31T08:00:00+01:00';
    expect(parse(fileAdding({ kafka: at })).config.kafka.initialOffset).toEqual({
      timestamp: Date.UTC(2026, 0, 31, 7),
    });
    expect(problemOf(fileAdding({ kafka: 'initial_offset: 2026-01-31T08:00:00' })).text).toContain('Z');
  });

  test('files of an ssl section that is switched off are not read', () => {
    const text = fileAdding({ kafka: 'ssl:\n    use_ssl: False\n    cafile: /nope\n    password: x' });
    expect(
      parse(text, {
        readFile: () => {
          throw new Error('read');
        },
      }).config.kafka,
    ).not.toHaveProperty('tls');
  });

  test('without network keys none is made up, and without batch_size there is no count', () => {
    const { config } = parse(fileWith());
    expect(config.network).toEqual({});
    expect(config.general).not.toHaveProperty('batchSize');
    expect(config).toMatchObject({
      hec: { urls: ['https://splunk:8088'], verifySsl: true },
      logging: { level: 'warning' },
    });
    expect(config.general.workers).toBe('auto');
  });
});
