import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import {
  testCaCertificate,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type LocalKafka, runKafkaTool, startKafka } from '@kafka-splunk/local-kafka';
import type { Finding } from '../../src/check/finding.js';
import { runCommand } from '../fixtures/recorded-terminal.js';

const binary = fileURLToPath(new URL('../../bin/kafka-splunk-consumer.js', import.meta.url));
const TOPIC = 'check-topic';
const SEEN_TOPIC = 'seen-topic';
const PASSWORD = 'alice-pass-word';
const BOBS_PASSWORD = 'bob-pass-word';
const WRONG_PASSWORD = 'wrong-pass-word';
const tokens = {
  good: '11111111-aaaa-4000-8000-000000000001',
  acks: '11111111-aaaa-4000-8000-000000000002',
  disabled: '11111111-aaaa-4000-8000-000000000003',
  unknown: '11111111-aaaa-4000-8000-000000000004',
  narrow: '11111111-aaaa-4000-8000-000000000005',
};

let kafka: LocalKafka;
let receiver: Receiver;
let folder: string;
let rightCa: string;
let wrongCa: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  rightCa = join(folder, 'right.pem');
  wrongCa = join(folder, 'wrong.pem');
  writeFileSync(rightCa, testCaCertificate);
  writeFileSync(wrongCa, rootCertificates[0] ?? '');
  receiver = await startReceiver({
    tokens: [
      { token: tokens.good },
      { token: tokens.acks, useAck: true },
      { token: tokens.disabled, disabled: true },
      { token: tokens.narrow, indexes: ['main'] },
    ],
  });
  kafka = await startKafka({
    initialRebalanceDelayMs: 0,
    superUsers: ['alice'],
    listeners: {
      tls: { cert: testServerCertificate, key: testServerKey, ca: testCaCertificate },
      sasl: { users: { alice: PASSWORD, bob: BOBS_PASSWORD } },
    },
  });
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  await admin.createTopic(TOPIC, 2);
  await admin.createTopic(SEEN_TOPIC, 1);
  await admin.close();
  await Promise.all([grantToBob('Read', TOPIC), grantToBob('Describe', SEEN_TOPIC)]);
}, 120_000);

afterAll(async () => {
  await receiver.stop();
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  receiver.faults.clear();
  receiver.setHealth(17);
});

async function grantToBob(operation: string, topic: string): Promise<void> {
  const grant = ['--add', '--allow-principal', 'User:bob', '--operation', operation, '--topic', topic];
  const server = ['--bootstrap-server', kafka.bootstrap[0] ?? ''];
  await runKafkaTool('org.apache.kafka.tools.AclCommand', [...server, ...grant]);
}

/** What a case changes of a set-up in which all is well. */
interface SetUp {
  readonly brokers?: readonly string[];
  readonly kafka?: string;
  readonly url?: string;
  readonly token?: string;
  readonly hec?: string;
  readonly workers?: number;
  readonly letters?: string;
  readonly more?: string;
}

function configFile(setUp: SetUp): string {
  const { brokers = kafka.bootstrap, url = receiver.url, token = tokens.good, workers = 2 } = setUp;
  const file = join(folder, 'config.yml');
  writeFileSync(
    file,
    `
hec:
  urls: [${url}]
  token: ${token}
  ${setUp.hec ?? ''}
kafka:
  brokers: [${brokers.map((broker) => `'${broker}'`).join(', ')}]
  consumer_group: check-group
  ${setUp.kafka ?? `topic: ${TOPIC}`}
general:
  workers: ${workers}
dead_letters:
  directory: ${folder}/letters
  ${setUp.letters ?? ''}
${setUp.more ?? ''}
`,
  );
  return file;
}

interface Report {
  readonly exitCode: number;
  readonly findings: readonly Finding[];
}

async function examine(setUp: SetUp, ...options: string[]): Promise<Report> {
  const run = await runCommand(['check', '--json', '-c', configFile(setUp), ...options]);
  const { findings } = JSON.parse(run.answers) as { findings: Finding[] };
  for (const secret of [...Object.values(tokens), PASSWORD, WRONG_PASSWORD, BOBS_PASSWORD]) {
    expect(run.answers + run.complaints).not.toContain(secret);
  }
  return { exitCode: run.exitCode, findings };
}

const wrong = ({ findings }: Report) =>
  findings.filter(({ status }) => status === 'warning' || status === 'failed');

const login = (user: string, password: string, mechanism = 'scram-sha-512') =>
  `sasl: { mechanism: ${mechanism}, username: ${user}, password: ${password} }`;
const ssl = (ca: string) => `ssl: { use_ssl: true, cafile: ${ca} }`;
const topic = `topic: ${TOPIC}`;

describe('nothing wrong', () => {
  test('in plaintext: every check is made, no event is sent, no topic and no group is made', async () => {
    const report = await examine({ hec: 'use_compression: true' });
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
    expect(receiver.accepted.events).toBe(0);
    expect(report.findings.find(({ check }) => check === 'kafka.offsets')?.found).toContain(
      '2 partitions without a commit',
    );
  });

  test('over TLS with a login, with acknowledgement, by pattern, with a test event', async () => {
    const report = await examine(
      {
        brokers: kafka.saslTlsBootstrap,
        kafka: `topics: [/^check-/]\n  ${ssl(rightCa)}\n  ${login('alice', PASSWORD)}`,
        token: tokens.acks,
        hec: 'ack: true',
      },
      '--send-test-event',
    );
    expect(wrong(report)).toEqual([]);
    expect(report.findings.find(({ check }) => check === 'hec.event')?.found).toContain('indexed after');
    expect(receiver.accepted.events).toBe(1);
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
    () => ({ brokers: [`127.0.0.1:${receiver.port}`] }),
    'kafka.broker',
    'CHECK_KAFKA_OTHER',
    'something else',
  ],
  [
    'TLS to the plaintext port',
    () => ({ kafka: `${topic}\n  ${ssl(rightCa)}` }),
    'kafka.broker',
    'CHECK_KAFKA_NO_TLS',
    'port of the TLS listener',
  ],
  [
    'plaintext to the TLS port',
    () => ({ brokers: kafka.tlsBootstrap }),
    'kafka.broker',
    'CHECK_KAFKA_WANTS_TLS',
    'use_ssl: true',
  ],
  [
    'wrong CA',
    () => ({ brokers: kafka.tlsBootstrap, kafka: `${topic}\n  ${ssl(wrongCa)}` }),
    'kafka.broker',
    'CHECK_KAFKA_CA',
    'kafka.ssl.cafile',
  ],
  [
    'bad SASL',
    () => ({ brokers: kafka.saslBootstrap, kafka: `${topic}\n  ${login('alice', WRONG_PASSWORD)}` }),
    'kafka.login',
    'CHECK_KAFKA_LOGIN',
    'user name and password',
  ],
  [
    'no SASL where it is wanted',
    () => ({ brokers: kafka.saslBootstrap }),
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
      brokers: kafka.saslBootstrap,
      kafka: `topics: [${TOPIC}, other]\n  ${login('bob', BOBS_PASSWORD)}`,
    }),
    'kafka.topics',
    'CHECK_TOPIC_RIGHT',
    'READ on the topic',
  ],
  [
    'a topic that may be seen, but not read',
    () => ({
      brokers: kafka.saslBootstrap,
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
    () => ({ brokers: kafka.saslBootstrap, kafka: `${topic}\n  ${login('bob', BOBS_PASSWORD)}` }),
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
      receiver.faults.when(() => true).always({ status: 502 });
      return {};
    },
    'hec.endpoint',
    'CHECK_HEC_GATEWAY',
    'load balancer',
  ],
  [
    'not HEC',
    () => {
      receiver.faults.when(() => true).always({ status: 404 });
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
      receiver.faults.when(({ endpoint }) => endpoint === 'health').always({ code: 17, headers });
      return {};
    },
    'hec.clock',
    'CHECK_HEC_CLOCK',
    'NTP',
  ],
  [
    'queue full',
    () => {
      receiver.setHealth(18);
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
    () => ({ url: receiver.url.replace('http:', 'https:') }),
    'hec.endpoint',
    'CHECK_HEC_NO_TLS',
    'use_https: false',
  ],
  [
    'gzip that is not taken',
    () => {
      receiver.faults.when(({ headers }) => headers['content-encoding'] === 'gzip').always({ status: 415 });
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
      const report = await examine(setUp(), ...options);
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
      cwd: folder,
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
  const { code, out } = await run(configFile({ token: tokens.unknown }));
  expect(code).toBe(1);
  expect(out).toMatch(/^ {2}failed {3}hec\.token +403 Invalid token \(code 4\)$/m);
  expect(out).toContain('-> Compare hec.token');
  expect(out).toContain('[CHECK_HEC_TOKEN]');
  expect(out).toMatch(/\n1 failed, \d+ ok\n$/);
  expect(out).not.toContain(tokens.unknown);
  const mistaken = await run(configFile({ hec: 'prot: 1' }));
  expect(mistaken).toMatchObject({ code: 2, out: '' });
  expect(mistaken.err).toContain('did you mean hec.port?');
}, 60_000);
