// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration text holds ${NAME}
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainText, type Route } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { duration, size } from '../../src/kinds/unit-kinds.js';
import { fileAdding, fileWith, parse, problemOf, problemsOf } from '../config-cases.js';

describe('new keys', () => {
  test('are read with their units', () => {
    const { config } = parse(
      fileAdding({
        hec: 'endpoint: event\n  ordered: yes',
        general:
          'batch_bytes: 4MiB\n  linger: 2s\n  memory: 1GB\n  drain_deadline: 1m\n  hang_timeout: 30s\n  worker_memory: 1GiB',
        dead_letters: 'directory: /var/dead',
      }),
    );
    expect(config).toMatchObject({
      hec: { ordered: true },
      unrouted: { endpoint: 'event' },
      general: {
        batchBytes: 4 * 1024 ** 2,
        lingerMs: 2000,
        memoryBytes: 1e9,
        drainDeadlineMs: 60_000,
        hangTimeoutMs: 30_000,
        workerMemoryBytes: 1024 ** 3,
      },
      deadLetters: { directory: '/var/dead' },
    });
  });

  test('several endpoints', () => {
    const { config } = parse(fileWith({ hec: 'urls: [https://a:8088/, "http://b/hec/"]\n  token: t' }));
    expect(config.hec.urls).toEqual(['https://a:8088', 'http://b/hec']);
  });

  test.each([
    ['ack: true', { enabled: true, pollMs: 1000, timeoutMs: 300_000, sessions: 2 }],
    ['ack: Auto', { enabled: 'auto', pollMs: 1000, timeoutMs: 300_000, sessions: 2 }],
    ['ack: {enabled: on, poll: 250ms}', { enabled: true, pollMs: 250, timeoutMs: 300_000, sessions: 2 }],
    ['ack: {timeout: 1m, sessions: 4}', { enabled: true, pollMs: 1000, timeoutMs: 60_000, sessions: 4 }],
    ['ack: false', undefined],
    ['ack: {enabled: no, poll: 2s}', undefined],
    ['ack:', undefined],
    ['ack: ""', undefined],
    ['ack: ${ACK:-}', undefined],
    ['ack: ${ACK:-auto}', { enabled: 'auto', pollMs: 1000, timeoutMs: 300_000, sessions: 2 }],
    ['ordered: no', undefined],
  ])('acknowledgement: %s', (text, ack) => {
    expect(parse(fileAdding({ hec: text })).config.hec.ack).toEqual(ack);
  });

  test.each([
    ['enabled: yes', { host: '127.0.0.1', port: 9464 }],
    ['host: 0.0.0.0\n  port: 0', { host: '0.0.0.0', port: 0 }],
    ['host: "::1"', { host: '[::1]', port: 9464 }],
    ['enabled: off\n  port: 9000', undefined],
  ])('admin server: %s', (text, admin) => {
    expect(parse(fileAdding({ admin: text })).config.admin).toEqual(admin);
  });

  test.each([
    ['admin', 'port: 65536'],
    ['admin', 'host: http://localhost'],
    ['admin', 'enabled: perhaps'],
    ['general', 'linger: 200'],
    ['general', 'linger: 2 parsecs'],
    ['general', 'linger: -1s'],
    ['general', 'linger: 2m'],
    ['general', 'linger: 0ms'],
    ['general', 'memory: 15MiB'],
    ['general', 'memory: 128'],
    ['general', 'memory: 128mib'],
    ['general', 'memory: 12:30'],
    ['general', 'memory: 128toString'],
    ['general', 'batch_bytes: 65MiB'],
    ['general', 'drain_deadline: 500ms'],
    ['general', 'hang_timeout: 1s'],
    ['general', 'worker_memory: 64MiB'],
    ['general', 'workers: 0'],
    ['general', 'workers: all'],
    ['general', 'batch_size: 0'],
    ['network', 'sleepscale: 0.5'],
    ['network', 'sleeptime: 0'],
    ['network', 'sleeptime: 1s'],
    ['network', 'jitter: -1'],
    ['network', 'jitter: .inf'],
    ['hec', 'endpoint: ack'],
    ['hec', 'ack: maybe'],
    ['hec', 'ack: [true]'],
    ['hec', 'ack: {poll: 10ms}'],
    ['hec', 'ack: {timeout: 300}'],
    ['hec', 'ack: {sessions: 0}'],
    ['hec', 'compresslevel: 10'],
    ['hec', 'channel: 408c8da1-b9b1-460b-aeb4'],
    ['hec', 'source: "a\\nb"'],
    ['logging', 'loglevel: trace'],
  ])('%s with %s is refused', (section, body) => {
    expect(problemOf(fileAdding({ [section]: body })).reason).toBe('wrong-value');
  });

  test.each([
    ['splunk', 'https://splunk:8088'],
    ['hec.example.com.', 'https://hec.example.com.:8088'],
    ['10.0.0.1', 'https://10.0.0.1:8088'],
    ['"2001:db8::1"', 'https://[2001:db8::1]:8088'],
    ['"[::1]"', 'https://[::1]:8088'],
    ['my_splunk', 'https://my_splunk:8088'],
    ['bücher.example', 'https://bücher.example:8088'],
  ])('the host %s makes %s', (host, url) => {
    expect(parse(fileWith({ hec: `host: ${host}\n  token: t` })).config.hec.urls).toEqual([url]);
    expect(() => new URL(url)).not.toThrow();
  });

  test.each([
    ['https://splunk', 'URL'],
    ['https://splunk:8088/services', 'URL'],
    ['splunk:8088', 'port goes under port'],
    ['splunk/services', 'host name'],
    ['"splunk "', 'host name'],
    ['1.2.3', 'host name'],
    ['999.1.1.1', 'host name'],
    ['-splunk', 'host name'],
    ['a..b', 'host name'],
    ['user@splunk', 'host name'],
  ])('the host %s is refused', (host, words) => {
    expect(problemOf(fileWith({ hec: `host: ${host}\n  token: t` })).expected).toContain(words);
  });

  test.each([
    'kafka',
    'kafka:',
    ':9092',
    'kafka:0',
    'kafka:65536',
    'kafka:9092x',
    'PLAINTEXT://kafka:9092',
    '::1:9092',
  ])('the broker %s is refused', (broker) => {
    const text = fileWith({ kafka: `brokers: ["${broker}"]\n  consumer_group: g\n  topic: t` });
    expect(problemOf(text)).toMatchObject({ key: 'kafka.brokers[0]' });
  });

  test('brokers may be addresses, IPv6 in brackets', () => {
    const text = fileWith({ kafka: 'brokers: ["[::1]:9092", 10.0.0.1:1]\n  consumer_group: g\n  topic: t' });
    expect(parse(text).config.kafka.brokers).toEqual(['[::1]:9092', '10.0.0.1:1']);
  });

  test.each(['.', '..', 'a b', 'ä', 'x'.repeat(250), 'a/b'])('the topic %j is refused', (topic) => {
    const text = fileWith({ kafka: `brokers: [kafka:9092]\n  consumer_group: g\n  topic: "${topic}"` });
    expect(problemOf(text).key).toBe('kafka.topic');
  });

  test('every default and every example of the table fits its own key', () => {
    for (const key of keyTable) {
      if (key.fallback !== undefined) expect(key.kind.read(key.fallback)).toHaveProperty('value');
      const examples = key.list || key.map ? key.example.slice(1, -1).split(', ') : [key.example];
      for (const written of examples) {
        const example = (key.map ? written.replace(/^\w+: /, '') : written).replace(/^"(.*)"$/, '$1');
        if (!example.startsWith('${'))
          expect([key.path, key.kind.read(example)]).toEqual([
            key.path,
            expect.objectContaining({ value: expect.anything() }),
          ]);
      }
    }
  });

  test('property: a time or size with its unit reads to its number, and no other text to any', () => {
    const time = duration({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const bytes = size({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[])),
        (n, unit) => {
          expect(time.read(`${n}${unit}`)).toEqual({ value: n * units[unit] });
          expect(bytes.read(`${n}KiB`)).toEqual({ value: n * 1024 });
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\d+(\.\d+)? ?[A-Za-z]+$/.test(text));
        expect(time.read(text)).not.toHaveProperty('value');
      }),
    );
  });
});

describe('keys that exclude or need each other', () => {
  test.each([
    ['kafka', 'topics: [a]', 'kafka.topic', 'kafka.topics'],
    ['hec', 'token_file: /dev/null', 'hec.token', 'hec.token_file'],
    ['hec', 'tls: {password: a, password_file: b}', 'hec.tls.password', 'hec.tls.password_file'],
    [
      'kafka',
      'ssl: {use_ssl: on, password: a, password_file: b}',
      'kafka.ssl.password',
      'kafka.ssl.password_file',
    ],
  ])('%s: %s is an old key beside the one that replaces it', (section, body, key, replacement) => {
    const conflicts = problemsOf(fileAdding({ [section]: body })).filter((p) => p.reason === 'conflict');
    expect(conflicts).toMatchObject([{ key }]);
    expect(conflicts[0]?.text).toContain(replacement);
  });

  test.each(['host: h', 'port: 1', 'use_https: no'])('hec.urls is not beside %s', (old) => {
    const problem = problemOf(fileWith({ hec: `urls: [https://a:8088]\n  token: t\n  ${old}` }));
    expect(problem).toMatchObject({ reason: 'conflict', key: `hec.${old.split(':')[0]}` });
    expect(problem.text).toContain('hec.urls');
  });

  test('hec.urls names each URL once, and host or urls is needed', () => {
    expect(problemOf(fileWith({ hec: 'urls: [https://a:8088, https://a:8088/]\n  token: t' })).key).toBe(
      'hec.urls[1]',
    );
    expect(problemOf(fileWith({ hec: 'token: t' })).text).toContain('(or urls)');
  });

  test('hec.tls has no meaning without an https URL', () => {
    const text = (url: string): string =>
      fileWith({ hec: `urls: [${url}]\n  token: t\n  tls: {servername: a}` });
    expect(problemOf(text('http://a:1')).key).toBe('hec.tls');
    expect(parse(text('https://a:1')).config.hec.tls).toEqual({ servername: 'a' });
  });

  test('hec.tls has no meaning without https', () => {
    expect(problemOf(fileAdding({ hec: 'use_https: no\n  tls: {servername: a}' })).key).toBe('hec.tls');
  });

  test("a worker's share of the memory holds two requests", () => {
    expect(problemOf(fileAdding({ general: 'memory: 16MiB\n  batch_bytes: 9MiB' })).key).toBe(
      'general.batch_bytes',
    );
    expect(problemOf(fileAdding({ general: 'memory: 16MiB\n  workers: 9' })).key).toBe('general.batch_bytes');
    expect(parse(fileAdding({ general: 'memory: 16MiB\n  workers: 8' })).config.general.workers).toBe(8);
  });
});

describe('routes', () => {
  const withRoutes = (routes: string): string =>
    `${fileWith({ kafka: 'brokers: [kafka:9092]\n  consumer_group: g\n  topics: [nginx, app]' })}routes:\n${routes}`;

  test('take from hec what they leave out', () => {
    const text =
      `${withRoutes('  - topics: [app]\n    index: i\n    host: h\n    sourcetype: st\n')}`.replace(
        'token: t0ken',
        'token: t0ken\n  source: s\n  sourcetype: base\n  endpoint: event',
      );
    const [route] = parse(text).config.routes;
    const { index, host, sourcetype, source } = route as Route;
    expect(route).toMatchObject({
      topics: ['app'],
      endpoint: 'event',
      fields: [],
      time: 'record',
      value: 'text',
    });
    expect([index, host, sourcetype, source].map(([only]) => only && plainText(only))).toEqual([
      'i',
      'h',
      'st',
      's',
    ]);
  });

  test('name topics that are read, each once', () => {
    expect(problemOf(withRoutes('  - topics: [ngin]\n'))).toMatchObject({
      key: 'routes[0].topics[0]',
      nearest: 'nginx',
    });
    expect(problemOf(withRoutes('  - topics: [elsewhere]\n')).text).toContain('add it to kafka.topics');
    const twice = problemOf(withRoutes('  - topics: [app]\n  - topics: [app]\n'));
    expect(twice).toMatchObject({ key: 'routes[1].topics[0]', reason: 'conflict', line: 10 });
    expect(problemOf(withRoutes('  - index: i\n'))).toMatchObject({
      key: 'routes[0].topics',
      reason: 'missing-key',
    });
    expect(problemOf(withRoutes('  - topics: [app]\n    indx: i\n'))).toMatchObject({
      nearest: 'routes[0].index',
    });
  });

  test('a topic that stands twice in kafka.topics is one too many', () => {
    const text = fileWith({ kafka: 'brokers: [kafka:9092]\n  consumer_group: g\n  topics: [a, b, a]' });
    expect(problemOf(text)).toMatchObject({ key: 'kafka.topics[2]', reason: 'conflict' });
  });
});

describe('dead letters', () => {
  const withTopic = (topics: string): string =>
    fileWith({
      kafka: `brokers: [kafka:9092]\n  consumer_group: g\n  topics: ${topics}`,
      dead_letters: 'topic: orders.dead',
    });

  test('go to a topic that this file does not read', () => {
    expect(parse(withTopic('[orders]')).config.deadLetters).toEqual({
      directory: './dead-letters',
      topic: 'orders.dead',
    });
    expect(parse(withTopic('["/^orders/", "!orders.dead"]')).config.deadLetters.topic).toBe('orders.dead');
  });

  test.each(['[orders.dead]', '["/^orders/"]'])('with the topics %s they would be read again', (topics) => {
    expect(problemOf(withTopic(topics))).toMatchObject({
      key: 'dead_letters.topic',
      reason: 'conflict',
      text: expect.stringContaining('"!orders.dead"'),
    });
  });
});
