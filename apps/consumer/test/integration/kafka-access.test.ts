import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { configText } from '../fixtures/config-text.js';
import { startApp } from '../fixtures/running-app.js';
import { numberedLine, testTopic } from '../fixtures/topic.js';

let kafka: LocalKafka;
let receiver: Receiver;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kafka-access-'));
  kafka = await startKafka({
    initialRebalanceDelayMs: 0,
    listeners: { sasl: { users: { alice: 'right-one' } } },
  });
  receiver = await startReceiver();
}, 120_000);

afterAll(async () => {
  await receiver.stop();
  await kafka.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a wrong password is told with what to check, and a new one in its file is taken without a restart', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(100);
  const file = join(folder, 'password');
  await writeFile(file, 'wrong-one\n');
  const sasl = `sasl: { mechanism: scram-sha-512, username: alice, password_file: ${file} }`;
  const app = startApp({
    config: configText(kafka.saslBootstrap, receiver, topic, { kafka: `topic: ${topic.name}\n  ${sasl}` }),
  });
  try {
    const line = await app.until((each) => each.msg.includes('refused the login'));
    expect(line.msg).toContain('SCRAM-SHA-512 as alice');
    expect(line.msg).toContain('check user name, password and mechanism');
    const [worker] = app.workers();
    await writeFile(file, 'right-one\n');
    await app.explain(
      receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 100, { timeoutMs: 60_000 }),
    );
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    expect(app.workers()).toEqual([worker]);
    for (const secret of ['wrong-one', 'right-one']) expect(app.printed()).not.toContain(secret);
  } finally {
    await app.dispose();
  }
}, 120_000);

test('tokens by client credentials, from a token endpoint that comes up late', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(100);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  let up = false;
  const endpoint = createServer((_, response) => {
    const now = Math.floor(Date.now() / 1000);
    const token = `${part({ alg: 'none' })}.${part({ sub: 'alice', iat: now, exp: now + 600 })}.`;
    response.writeHead(up ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(up ? { access_token: token, expires_in: 600 } : {}));
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/token`;
  const oauth = `{ token_url: "${url}", client_id: me, client_secret: s-e-c-r-e-t }`;
  const app = startApp({
    config: configText(kafka.saslBootstrap, receiver, topic, {
      kafka: `topic: ${topic.name}\n  sasl: { mechanism: oauthbearer, oauth: ${oauth} }`,
    }),
  });
  try {
    await app.until((line) => line.msg.includes('/token answered 503'));
    up = true;
    await app.explain(
      receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 100, { timeoutMs: 60_000 }),
    );
    expect(app.printed()).not.toContain('s-e-c-r-e-t');
  } finally {
    await app.dispose();
    endpoint.closeAllConnections();
    endpoint.close();
  }
}, 120_000);

test('topics by pattern go as hec says, and one that is left out does not', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  await topic.produce(10);
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  const producer = createRecordProducer({ brokers: kafka.bootstrap });
  for (const [end, number] of [
    ['-debug', 10],
    ['-more', 11],
  ] as const) {
    const name = `${topic.name}${end}`;
    await admin.createTopic(name, 1);
    await producer.send(name, [{ value: numberedLine(topic.run, number) }]);
  }
  await Promise.all([admin.close(), producer.close()]);
  const app = startApp({
    config: configText(kafka.bootstrap, receiver, topic, {
      kafka: `topics: [/^${topic.name}/, "!${topic.name}-debug"]`,
    }),
  });
  try {
    await app.explain(receiver.waitFor(() => receiver.runs.get(topic.run)?.distinct === 11));
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    expect(receiver.runs.get(topic.run)).toMatchObject({ distinct: 11, highest: 11, firstMissing: [10] });
  } finally {
    await app.dispose();
  }
}, 120_000);
