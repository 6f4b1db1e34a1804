import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  BOBS_PASSWORD,
  CheckBench,
  PASSWORD,
  type Report,
  SEEN_TOPIC,
  type SetUp,
  TOPIC,
  tokens,
  WRONG_PASSWORD,
} from '../fixtures/check-bench.js';

const binary = fileURLToPath(new URL('../../bin/kafka-splunk-consumer.js', import.meta.url));

let bench: CheckBench;

beforeAll(async () => {
  bench = await CheckBench.open();
}, 120_000);

afterAll(() => bench.close());

beforeEach(() => {
  bench.receiver.faults.clear();
  bench.receiver.setHealth(17);
});

const wrong = ({ findings }: Report) =>
  findings.filter(({ status }) => status === 'warning' || status === 'failed');

const login = (user: string, password: string, mechanism = 'scram-sha-512') =>
  `sasl: { mechanism: ${mechanism}, username: ${user}, password: ${password} }`;
const ssl = (ca: string) => `ssl: { use_ssl: true, cafile: ${ca} }`;
const topic = `topic: ${TOPIC}`;

describe('nothing wrong', () => {
  test('in plaintext: every check is made, no event is sent, no topic and no group is made', async () => {
    const report = await bench.examine({ hec: 'use_compression: true' });
    expect(wrong(report)).toEqual([]);
    expect(report.exitCode).toBe(0);
    expect(report.findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'config ok',
      'dead-letters ok',
      'kafka.broker ok',
      'kafka.login ok',
      'kafka.topics ok',
      'kafka.partitions ok',
      'kafka.group ok',
      'kafka.offsets ok',
      'hec.endpoint ok',
      'hec.health ok',
      'hec.clock ok',
      'hec.token ok',
      'hec.ack ok',
      'hec.gzip ok',
      'hec.event skipped',
    ]);
    expect(bench.receiver.accepted.events).toBe(0);
    expect(report.findings.find(({ check }) => check === 'kafka.offsets')?.found).toContain(
      '2 partitions without a commit',
    );
  });

  test('over TLS with a login, with acknowledgement, by pattern, with a test event', async () => {
    const report = await bench.examine(
      {
        brokers: bench.kafka.saslTlsBootstrap,
        kafka: `topics: [/^check-/]\n  ${ssl(bench.rightCa)}\n  ${login('alice', PASSWORD)}`,
        token: tokens.acks,
        hec: 'ack: true',
      },
      '--send-test-event',
    );
    expect(wrong(report)).toEqual([]);
    expect(report.findings.find(({ check }) => check === 'hec.event')?.found).toContain('indexed after');
    expect(bench.receiver.accepted.events).toBe(1);
  });
});

/** The name, what is wrong, the check and code that name it, and words of the remedy. */
type BrokenSetUp = [
  name: string,
  setUp: () => SetUp,
  check: string,
  code: string,
  remedy: string,
  options?: string[],
];

const broken: BrokenSetUp[] = [
  [
    'wrong port',
    () => ({ brokers: ['127.0.0.1:1'] }),
    'kafka.broker',
    'CHECK_KAFKA_REFUSED',
    'Correct the port',
  ],
  [
    'a port of something else',
    () => ({ brokers: [`127.0.0.1:${bench.receiver.port}`] }),
    'kafka.broker',
    'CHECK_KAFKA_OTHER',
    'something else',
  ],
  [
    'TLS to the plaintext port',
    () => ({ kafka: `${topic}\n  ${ssl(bench.rightCa)}` }),
    'kafka.broker',
    'CHECK_KAFKA_NO_TLS',
    'port of the TLS listener',
  ],
  [
    'plaintext to the TLS port',
    () => ({ brokers: bench.kafka.tlsBootstrap }),
    'kafka.broker',
    'CHECK_KAFKA_WANTS_TLS',
    'use_ssl: true',
  ],
  [
    'wrong CA',
    () => ({ brokers: bench.kafka.tlsBootstrap, kafka: `${topic}\n  ${ssl(bench.wrongCa)}` }),
    'kafka.broker',
    'CHECK_KAFKA_CA',
    'kafka.ssl.cafile',
  ],
  [
    'bad SASL',
    () => ({ brokers: bench.kafka.saslBootstrap, kafka: `${topic}\n  ${login('alice', WRONG_PASSWORD)}` }),
    'kafka.login',
    'CHECK_KAFKA_LOGIN',
    'user name and password',
  ],
  [
    'no SASL where it is wanted',
    () => ({ brokers: bench.kafka.saslBootstrap }),
    'kafka.broker',
    'CHECK_KAFKA_WANTS_LOGIN',
    'Add kafka.sasl',
  ],
  [
    'SASL where none is taken',
    () => ({ kafka: `${topic}\n  ${login('alice', PASSWORD)}` }),
    'kafka.broker',
    'CHECK_KAFKA_NO_LOGIN',
    'SASL listener',
  ],
  [
    'no such host, Kafka',
    () => ({ brokers: ['no-such-host.invalid:9092'] }),
    'kafka.broker',
    'CHECK_KAFKA_HOST',
    'DNS',
  ],
  [
    'no topic',
    () => ({ kafka: 'topic: no-such-topic' }),
    'kafka.topics',
    'CHECK_TOPIC_MISSING',
    'Create the topic',
  ],
  [
    'no topic that matches',
    () => ({ kafka: 'topics: [/^no-such-/]' }),
    'kafka.topics',
    'CHECK_TOPIC_NONE',
    'patterns',
  ],
  [
    'no right on the topic',
    () => ({
      brokers: bench.kafka.saslBootstrap,
      kafka: `topics: [${TOPIC}, other]\n  ${login('bob', BOBS_PASSWORD)}`,
    }),
    'kafka.topics',
    'CHECK_TOPIC_RIGHT',
    'READ on the topic',
  ],
  [
    'a topic that may be seen, but not read',
    () => ({
      brokers: bench.kafka.saslBootstrap,
      kafka: `topics: [${TOPIC}, ${SEEN_TOPIC}]\n  ${login('bob', BOBS_PASSWORD)}`,
    }),
    'kafka.topics',
    'CHECK_TOPIC_RIGHT',
    'READ on the topic',
  ],
  [
    'no topic for dead letters',
    () => ({ letters: 'topic: no-such-letters' }),
    'kafka.dead-letters',
    'CHECK_DEAD_LETTER_TOPIC',
    'dead_letters.topic',
  ],
  [
    'too few partitions',
    () => ({ workers: 4 }),
    'kafka.partitions',
    'CHECK_PARTITIONS_FEW',
    'Lower general.workers',
  ],
  [
    'no group right',
    () => ({ brokers: bench.kafka.saslBootstrap, kafka: `${topic}\n  ${login('bob', BOBS_PASSWORD)}` }),
    'kafka.group',
    'CHECK_GROUP_RIGHT',
    'READ on the group',
  ],
  ['wrong token', () => ({ token: tokens.unknown }), 'hec.token', 'CHECK_HEC_TOKEN', 'Compare hec.token'],
  [
    'disabled token',
    () => ({ token: tokens.disabled }),
    'hec.token',
    'CHECK_HEC_TOKEN_DISABLED',
    'Enable the token',
  ],
  [
    'ack mismatch: on here, off there',
    () => ({ hec: 'ack: true' }),
    'hec.ack',
    'CHECK_HEC_ACK_OFF',
    'Turn indexer acknowledgement on',
  ],
  [
    'ack mismatch: off here, on there',
    () => ({ token: tokens.acks }),
    'hec.ack',
    'CHECK_HEC_ACK_ON',
    'Set hec.ack: true',
  ],
  [
    'wrong index',
    () => ({ token: tokens.narrow, more: `routes: [{ topics: [${TOPIC}], index: web }]` }),
    'hec.event',
    'CHECK_HEC_INDEX',
    'Add the index',
    ['--send-test-event'],
  ],
  [
    'HEC behind 502',
    () => {
      bench.receiver.faults.when(() => true).always({ status: 502 });
      return {};
    },
    'hec.endpoint',
    'CHECK_HEC_GATEWAY',
    'load balancer',
  ],
  [
    'not HEC',
    () => {
      bench.receiver.faults.when(() => true).always({ status: 404 });
      return {};
    },
    'hec.endpoint',
    'CHECK_HEC_OTHER',
    '8088',
  ],
  [
    'clock off',
    () => {
      const headers = { Date: new Date(Date.now() + 3_600_000).toUTCString() };
      bench.receiver.faults.when(({ endpoint }) => endpoint === 'health').always({ code: 17, headers });
      return {};
    },
    'hec.clock',
    'CHECK_HEC_CLOCK',
    'NTP',
  ],
  [
    'queue full',
    () => {
      bench.receiver.setHealth(18);
      return {};
    },
    'hec.health',
    'CHECK_HEC_QUEUES',
    'indexer queues',
  ],
  [
    'no such host, Splunk',
    () => ({ url: 'https://no-such-host.invalid:8088' }),
    'hec.endpoint',
    'CHECK_HEC_HOST',
    'DNS',
  ],
  [
    'HTTPS to an HTTP port',
    () => ({ url: bench.receiver.url.replace('http:', 'https:') }),
    'hec.endpoint',
    'CHECK_HEC_NO_TLS',
    'use_https: false',
  ],
  [
    'gzip that is not taken',
    () => {
      bench.receiver.faults
        .when(({ headers }) => headers['content-encoding'] === 'gzip')
        .always({ status: 415 });
      return { hec: 'use_compression: true' };
    },
    'hec.gzip',
    'CHECK_HEC_GZIP',
    'use_compression: false',
  ],
];

/** What may be wrong besides, since it follows. */
const alsoWrong: Readonly<Record<string, readonly string[]>> = { CHECK_TOPIC_RIGHT: ['CHECK_GROUP_RIGHT'] };

describe('each broken set-up is named rightly, and nothing else is', () => {
  test.each(broken)(
    '%s',
    async (_, setUp, check, code, remedy, options = []) => {
      const report = await bench.examine(setUp(), ...options);
      const findings = wrong(report).filter((each) => !alsoWrong[code]?.includes(each.code ?? ''));
      expect(findings.map((each) => [each.check, each.code])).toEqual([[check, code]]);
      expect(findings[0]?.remedy).toContain(remedy);
      expect(report.exitCode).toBe(findings[0]?.status === 'failed' ? 1 : 0);
    },
    30_000,
  );
});

test('as its users run it: lines with remedies on stdout, exit code 1, and 2 for a config with mistakes', async () => {
  const run = async (config: string): Promise<{ code: number | null; out: string; err: string }> => {
    const child = spawn(process.execPath, [binary, 'check', '-c', config], {
      cwd: bench.folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    const [code] = await once(child, 'close');
    return { code: code as number | null, out, err };
  };
  const { code, out } = await run(bench.configFile({ token: tokens.unknown }));
  expect(code).toBe(1);
  expect(out).toMatch(/^ {2}failed {3}hec\.token +403 Invalid token \(code 4\)$/m);
  expect(out).toContain('-> Compare hec.token');
  expect(out).toContain('[CHECK_HEC_TOKEN]');
  expect(out).toMatch(/\n1 failed, \d+ ok\n$/);
  expect(out).not.toContain(tokens.unknown);
  const mistaken = await run(bench.configFile({ hec: 'prot: 1' }));
  expect(mistaken).toMatchObject({ code: 2, out: '' });
  expect(mistaken.err).toContain('did you mean hec.port?');
}, 60_000);
