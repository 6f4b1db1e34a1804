import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import {
  testCaCertificate,
  testClientCertificate,
  testClientKey,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { type RunningApp, startApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';

// Both ends over TLS with client certificates, and gzip on the event endpoint: the keys of the file all the way down.

let kafka: LocalKafka;
let receiver: Receiver;
let folder: string;
const apps: RunningApp[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
  for (const [name, text] of Object.entries({
    'ca.pem': testCaCertificate,
    'client.pem': testClientCertificate,
    'client-key.pem': testClientKey,
  })) {
    writeFileSync(join(folder, name), text);
  }
  const server = { cert: testServerCertificate, key: testServerKey };
  [kafka, receiver] = await Promise.all([
    startKafka({
      initialRebalanceDelayMs: 0,
      listeners: { tls: { ...server, ca: testCaCertificate, clientAuth: 'required' } },
    }),
    startReceiver({ tls: { ...server, clientCa: testCaCertificate }, keep: 'events' }),
  ]);
}, 120_000);
afterAll(async () => {
  await Promise.all(apps.map((app) => app.dispose()));
  await receiver.stop();
  await kafka.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(
  topic: { name: string; group: string },
  hecTls: string,
  kafkaCa = join(folder, 'ca.pem'),
): RunningApp {
  const app = startApp({
    config: `
hec:
  host: 127.0.0.1
  port: ${receiver.port}
  token: ${receiver.token}
  endpoint: event
  sourcetype: nginx
  use_compression: yes
  compresslevel: 1
  ${hecTls}
kafka:
  brokers: ['${kafka.tlsBootstrap[0]}']
  consumer_group: ${topic.group}
  topic: ${topic.name}
  ssl:
    use_ssl: yes
    cafile: ${kafkaCa}
    certfile: ${folder}/client.pem
    keyfile: ${folder}/client-key.pem
general: { workers: 1 }
logging: { loglevel: info }
`,
  });
  apps.push(app);
  return app;
}

test('events arrive over TLS with client certificates on both sides, compressed, with their metadata and time', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(500);
  const app = start(
    topic,
    `tls: { cafile: ${folder}/ca.pem, certfile: ${folder}/client.pem, keyfile: ${folder}/client-key.pem }`,
  );
  await app.explain(
    receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 500, { timeoutMs: 60_000 }),
  );
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
  expect(receiver.events[0]).toMatchObject({ sourcetype: 'nginx', time: expect.any(Number) });
}, 120_000);

test('a certificate of an unknown authority pauses with the cause; the authority in its file heals it, without a restart', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(10);
  const file = join(folder, 'rotated-ca.pem');
  writeFileSync(file, testServerCertificate);
  const app = start(
    topic,
    `tls: { cafile: ${file}, certfile: ${folder}/client.pem, keyfile: ${folder}/client-key.pem }`,
  );
  await app.until((line) => line.level === 'warning' && /paused.*certificate/.test(line.msg));
  expect(receiver.runs.get(topic.run)).toBeUndefined();
  const workers = app.workers();
  writeFileSync(`${file}.new`, testCaCertificate);
  renameSync(`${file}.new`, file);
  await app.explain(
    receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 10, { timeoutMs: 60_000 }),
  );
  await app.until((line) => line.msg.includes('the files under hec.tls have changed'));
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
  expect(app.workers()).toEqual(workers);
  expect(receiver.runs.get(topic.run)).toMatchObject({ received: 10, distinct: 10 });
}, 120_000);

test('the authority of the brokers in its file is taken when it changes, without a restart', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(10);
  const file = join(folder, 'rotated-kafka-ca.pem');
  writeFileSync(file, testServerCertificate);
  const app = start(
    topic,
    `tls: { cafile: ${folder}/ca.pem, certfile: ${folder}/client.pem, keyfile: ${folder}/client-key.pem }`,
    file,
  );
  await app.until((line) => line.msg.includes('cannot reach Kafka') && /certificate/.test(line.msg));
  writeFileSync(file, testCaCertificate);
  await app.explain(
    receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 10, { timeoutMs: 60_000 }),
  );
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
}, 120_000);
