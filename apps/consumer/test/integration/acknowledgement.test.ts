import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { configText } from '../fixtures/config-text.js';
import { startApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';

let kafka: TestKafka;
const receivers: Receiver[] = [];
beforeAll(async () => {
  kafka = await testKafka();
}, 120_000);
afterAll(async () => {
  for (const receiver of receivers) await receiver.stop();
  await kafka.release();
});

const tokens = [{ token: 'token-with-acks', useAck: true }];
const values = (count: number): string[] => Array.from({ length: count }, (_, i) => `event ${i}`);

async function receiverOf(indexers: number): Promise<Receiver> {
  const receiver = await startReceiver({ tokens, indexers, keep: 'events' });
  receivers.push(receiver);
  return receiver;
}

test('an offset is committed when its event is acknowledged, not before', async () => {
  const receiver = await receiverOf(2);
  receiver.acks.hold();
  const topic = await testTopic(kafka.bootstrap, 2);
  await topic.send(values(500).map((value, i) => ({ value: Buffer.from(value), partition: i % 2 })));
  const hec = 'ack: {enabled: true, poll: 50ms}\n  channel: 408c8da1-b9b1-460b-aeb4-56426865bca1';
  const config = configText(kafka.bootstrap, receiver, topic, { hec });
  const polls = (): number => receiver.requests.byPath['/services/collector/ack'] ?? 0;
  const first = startApp({ config });
  try {
    await first.explain(receiver.waitFor(({ events }) => events.length === 500, { timeoutMs: 60_000 }));
    const before = polls();
    // Several questions have been answered since, each with no. Offsets are committed four times a second.
    await first.explain(receiver.waitFor(() => polls() > before + 40, { timeoutMs: 30_000 }));
    expect(first.log.filter(({ msg }) => msg.includes('hec.channel is not used as written'))).toHaveLength(1);
  } finally {
    // Killed: what it has not committed by now is read again.
    await first.dispose();
  }
  receiver.acks.release();
  const second = startApp({ config });
  try {
    await second.explain(receiver.waitFor(({ events }) => events.length === 1000, { timeoutMs: 90_000 }));
    second.signal('SIGTERM');
    expect(await second.exited).toBe(0);
    expect(second.log.find((line) => line.totals !== undefined)?.totals).toMatchObject({
      deliveredEvents: 500,
      duplicatesPossible: 0,
    });
  } finally {
    await second.dispose();
  }
}, 240_000);

test('an endpoint that dies loses nothing while another one lives', async () => {
  const [one, other] = [await receiverOf(1), await receiverOf(1)];
  const topic = await testTopic(kafka.bootstrap, 2);
  const config = configText(kafka.bootstrap, one, topic, {
    hec: 'ack: {poll: 50ms}',
    general: 'workers: 1\n  batch_size: 5',
  }).replace(/ {2}host:.*\n.*\n.*\n/, `  urls: ['${one.url}', '${other.url}']\n`);
  const app = startApp({ config });
  try {
    await topic.send(values(200).map((value, i) => ({ value: Buffer.from(value), partition: i % 2 })));
    await app.explain(
      Promise.all(
        [one, other].map((r) => r.waitFor(({ events }) => events.length > 0, { timeoutMs: 60_000 })),
      ),
    );
    await one.stop();
    await topic.send(
      values(200).map((value, i) => ({ value: Buffer.from(`more ${value}`), partition: i % 2 })),
    );
    const wanted = new Set([...values(200), ...values(200).map((value) => `more ${value}`)]);
    await app.explain(
      other.waitFor(
        () => new Set([...one.events, ...other.events].map(({ raw }) => raw.toString())).size === wanted.size,
        { timeoutMs: 60_000 },
      ),
    );
    app.signal('SIGTERM');
    await app.exited;
    expect(app.log.some(({ msg }) => msg.includes(one.url))).toBe(true);
  } finally {
    await app.dispose();
  }
}, 120_000);
