import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Receiver, type SeenRequest, startReceiver } from '@kafka-splunk/hec-receiver';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { configText } from '../fixtures/config-text.js';
import type { RunningApp } from '../fixtures/running-app.js';
import { startApp } from '../fixtures/running-app.js';
import { type TestTopic, testTopic } from '../fixtures/topic.js';

let kafka: TestKafka;
const receivers: Receiver[] = [];
const apps: RunningApp[] = [];
beforeAll(async () => {
  kafka = await testKafka();
}, 120_000);
afterAll(async () => {
  for (const app of apps) await app.dispose();
  for (const receiver of receivers) await receiver.stop();
  await kafka.release();
});

const tokens = [{ token: 'token-with-acks', useAck: true }];
const isAck = ({ endpoint }: SeenRequest): boolean => endpoint === 'ack';

async function receiverOf(indexers = 1, ackDelayMs = 0): Promise<Receiver> {
  const receiver = await startReceiver({ tokens, indexers, ackDelayMs });
  receivers.push(receiver);
  return receiver;
}

/** One worker with acknowledgement, asked for often; `ack` as in the file. */
function appFor(
  receiver: Receiver,
  topic: TestTopic,
  ack = '{poll: 50ms}',
  general = 'workers: 1',
): RunningApp {
  const app = startApp({
    config: configText(kafka.bootstrap, receiver, topic, { hec: `ack: ${ack}`, general }),
  });
  apps.push(app);
  return app;
}

const distinct = (receiver: Receiver, { run }: TestTopic): number => receiver.runs.get(run)?.distinct ?? 0;
const received = (receiver: Receiver, { run }: TestTopic): number => receiver.runs.get(run)?.received ?? 0;
const wait = { timeoutMs: 90_000 };

async function committed(topic: TestTopic): Promise<number> {
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  const offsets = await admin.committedOffsets(topic.group, topic.name);
  await admin.close();
  return offsets.reduce((sum, { offset }) => sum + offset, 0);
}

async function stopped(app: RunningApp): Promise<Record<string, number>> {
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
  return app.log.find((line) => line.totals !== undefined)?.totals as Record<string, number>;
}

describe('an offset', () => {
  test('is committed when its event is acknowledged, not before; a crash in between loses nothing', async () => {
    const receiver = await receiverOf(2);
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 2);
    await topic.produce(500);
    const polls = (): number => receiver.requests.byPath['/services/collector/ack'] ?? 0;
    const first = startApp({
      config: configText(kafka.bootstrap, receiver, topic, {
        hec: 'ack: {enabled: true, poll: 50ms}\n  channel: 408c8da1-b9b1-460b-aeb4-56426865bca1',
      }),
    });
    try {
      await first.explain(receiver.waitFor(() => distinct(receiver, topic) === 500, wait));
      const before = polls();
      // Several questions have been answered since, each with no. Offsets are committed four times a second.
      await first.explain(receiver.waitFor(() => polls() > before + 40, wait));
      expect(first.log.filter(({ msg }) => msg.includes('hec.channel is not used as written'))).toHaveLength(
        1,
      );
      expect(await committed(topic)).toBe(0);
    } finally {
      // Killed: what it has not committed by now is read again.
      await first.dispose();
    }
    receiver.acks.release();
    const second = appFor(receiver, topic);
    await second.explain(receiver.waitFor(() => received(receiver, topic) === 1000, wait));
    expect(await stopped(second)).toMatchObject({
      deliveredEvents: 500,
      duplicatesPossible: 0,
      resentEvents: 0,
    });
    expect(await committed(topic)).toBe(500);
  }, 240_000);
});

describe('slow acknowledgement', () => {
  test('does not bound what is on its way by memory, and a stop waits for it', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 4);
    const app = appFor(receiver, topic, '{poll: 50ms}', 'workers: 1\n  memory: 16MiB\n  batch_bytes: 256KiB');
    // Three times the whole memory, and none of it is acknowledged.
    await topic.produce(24_000, 0, 2000);
    await app.explain(receiver.waitFor(() => distinct(receiver, topic) === 24_000, wait));
    expect(receiver.acks.pending).toBeGreaterThan(100);
    expect(await committed(topic)).toBe(0);
    app.signal('SIGTERM');
    await app.until(({ msg }) => msg.includes('drain'), 'the drain to begin');
    receiver.acks.release();
    expect(await app.exited).toBe(0);
    expect(await committed(topic)).toBe(24_000);
    expect(received(receiver, topic)).toBe(24_000);
  }, 240_000);
});

describe('a stop', () => {
  test('waits for acknowledgements until its deadline, and says what is left', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 1);
    await topic.produce(50);
    const app = appFor(receiver, topic, '{poll: 50ms}', 'workers: 1\n  drain_deadline: 2s');
    await app.explain(receiver.waitFor(() => distinct(receiver, topic) === 50, wait));
    app.signal('SIGTERM');
    expect(await app.exited).toBe(3);
    expect(app.log.some(({ msg }) => msg.includes('50'))).toBe(true);
    expect(await committed(topic)).toBe(0);
  }, 120_000);
});

describe('what is not acknowledged', () => {
  test('because the answer was lost is read from Kafka again and sent again, and counted', async () => {
    const receiver = await receiverOf();
    // The answer to the first question that says yes is lost, and true is said once.
    receiver.faults.when(isAck).next(1, { do: 'reset-after-accept' });
    const topic = await testTopic(kafka.bootstrap, 2);
    await topic.produce(400);
    const app = appFor(receiver, topic, '{poll: 50ms, timeout: 1s}');
    await app.until(({ msg }) => msg.includes('not acknowledged in time'));
    await app.explain(receiver.waitFor(() => received(receiver, topic) > 400, wait));
    const totals = await stopped(app);
    const twice = received(receiver, topic) - 400;
    expect(totals).toMatchObject({ deliveredEvents: 400, resentEvents: twice, duplicatesPossible: twice });
    expect(await committed(topic)).toBe(400);
  }, 180_000);

  test('because indexers restarted is sent again, over and over while acks get lost, in a drain too', async () => {
    const receiver = await receiverOf(2);
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 4);
    await topic.produce(2000);
    const app = appFor(receiver, topic, '{poll: 50ms, timeout: 2s}', 'workers: 1\n  batch_size: 50');
    await app.explain(receiver.waitFor(() => distinct(receiver, topic) === 2000, wait));
    receiver.restartIndexers();
    // Twice around: the second sending is not acknowledged either.
    await app.explain(receiver.waitFor(() => received(receiver, topic) >= 6000, wait));
    expect(await committed(topic)).toBe(0);
    const stop = stopped(app);
    await app.until(({ msg }) => msg.includes('drain'), 'the drain to begin');
    const before = received(receiver, topic);
    await app.explain(receiver.waitFor(() => received(receiver, topic) >= before + 2000, wait));
    receiver.acks.release();
    const totals = await stop;
    expect(totals).toMatchObject({ deliveredEvents: 2000, deadLettered: 0, unconfirmedEvents: 0 });
    expect(totals.duplicatesPossible).toBe(totals.resentEvents);
    expect(totals.resentEvents).toBeGreaterThanOrEqual(4000);
    expect(await committed(topic)).toBe(2000);
    // A line a second at most, and none for each request.
    const lines = app.log.filter(({ msg }) => msg.includes('not acknowledged in time'));
    expect(lines.length).toBeLessThan(20);
  }, 240_000);

  test('and rejected when it is sent again, goes to the dead letters with its key', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 1);
    await topic.send([
      { value: Buffer.from('good') },
      { value: Buffer.from('turns bad'), key: Buffer.from('its key'), headers: { h: Buffer.from('v') } },
      { value: Buffer.from('good, too') },
    ]);
    const app = appFor(receiver, topic, '{poll: 50ms, timeout: 1s}');
    await app.explain(receiver.waitFor(({ accepted }) => accepted.events === 3, wait));
    receiver.faults.always({ do: 'poison', marker: 'turns bad' });
    const line = await app.until(({ msg }) => msg.includes('set aside'));
    receiver.acks.release();
    expect(await stopped(app)).toMatchObject({ deliveredEvents: 2, deadLettered: 1 });
    const letters = readFileSync(join(app.folder, 'dead-letters', `${topic.group}-0.jsonl`), 'utf8');
    expect(JSON.parse(letters.split('\n')[0] ?? '')).toMatchObject({
      key: Buffer.from('its key').toString('base64'),
      headers: [{ key: 'h', value: Buffer.from('v').toString('base64') }],
    });
    expect(line).toMatchObject({ topic: topic.name, partition: 0, offset: 1 });
    expect(await committed(topic)).toBe(3);
  }, 180_000);

  test('and gone from Kafka when it is to be sent again, is said loudly, counted, and in nobody’s way', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const topic = await testTopic(kafka.bootstrap, 1);
    await topic.produce(100);
    const app = appFor(receiver, topic, '{poll: 50ms, timeout: 1s}');
    await app.explain(receiver.waitFor(() => distinct(receiver, topic) === 100, wait));
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    await admin.deleteRecords(topic.name, [{ partition: 0, offset: 60 }]);
    await admin.close();
    const line = await app.until(({ msg }) => msg.includes('no longer in Kafka'));
    expect(line).toMatchObject({
      level: 'error',
      topic: topic.name,
      partition: 0,
      from: 0,
      to: 60,
      records: 60,
    });
    receiver.acks.release();
    expect(await stopped(app)).toMatchObject({ deliveredEvents: 40, unconfirmedEvents: 60 });
    expect(await committed(topic)).toBe(100);
  }, 180_000);
});

test('an endpoint that dies loses nothing while another one lives', async () => {
  const [one, other] = [await receiverOf(), await receiverOf()];
  const topic = await testTopic(kafka.bootstrap, 2);
  const config = configText(kafka.bootstrap, one, topic, {
    hec: 'ack: {poll: 50ms, timeout: 2s}',
    general: 'workers: 1\n  batch_size: 5',
  }).replace(/ {2}host:.*\n.*\n.*\n/, `  urls: ['${one.url}', '${other.url}']\n`);
  const app = startApp({ config });
  apps.push(app);
  await topic.produce(200);
  await app.explain(
    Promise.all([one, other].map((receiver) => receiver.waitFor(() => distinct(receiver, topic) > 0, wait))),
  );
  // What it took and did not acknowledge dies with it.
  one.acks.hold();
  await topic.produce(200, 200);
  await app.explain(other.waitFor(() => distinct(one, topic) + distinct(other, topic) >= 400, wait));
  const lost = one.acks.pending;
  await one.stop();
  await app.explain(other.waitFor(() => other.acks.pending === 0, wait));
  const totals = await stopped(app);
  expect(totals.deliveredEvents).toBe(400);
  expect(lost === 0 || (totals.resentEvents ?? 0) > 0).toBe(true);
  expect(await committed(topic)).toBe(400);
  expect(app.log.some(({ msg }) => msg.includes(one.url))).toBe(true);
}, 180_000);
