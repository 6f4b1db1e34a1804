import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { configText } from '../fixtures/config-text.js';
import { startApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';

let kafka: TestKafka;
let receiver: Receiver;
beforeAll(async () => {
  kafka = await testKafka();
  receiver = await startReceiver({ keep: 'bodies' });
}, 120_000);
afterAll(async () => {
  await receiver.stop();
  await kafka.release();
});

test('on the raw endpoint every byte arrives as it was produced; tombstones and empty values are skipped', async () => {
  const topic = await testTopic(kafka.bootstrap, 1);
  // Every byte but the newline, which is what separates events, and 900 kB of it.
  const large = Buffer.from(
    Array.from({ length: 900_000 }, (_, index) => (index * 31) % 255).map((byte) =>
      byte < 10 ? byte : byte + 1,
    ),
  );
  const values = [
    Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x80]),
    null,
    Buffer.from('Größe'),
    Buffer.alloc(0),
    large,
    null,
    Buffer.from('last'),
  ];
  await topic.send(
    values.map((value, index) => ({
      value,
      partition: 0,
      key: Buffer.from(`key-${index}`),
      headers: { trace: Buffer.from([index]) },
    })),
  );
  const app = startApp({ config: configText(kafka.bootstrap, receiver, topic) });
  try {
    const sent = values.filter((value) => value?.length);
    await app.explain(receiver.waitFor(() => receiver.accepted.events >= sent.length, { timeoutMs: 60_000 }));
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    const arrived = Buffer.concat(receiver.bodies.map(({ body }) => body));
    expect(arrived.equals(Buffer.concat(sent.flatMap((value) => [value as Buffer, Buffer.from('\n')])))).toBe(
      true,
    );
    expect(app.log.find((line) => line.totals !== undefined)?.totals).toMatchObject({
      deliveredEvents: sent.length,
      tombstones: 2,
      empty: 1,
    });
  } finally {
    await app.dispose();
  }
}, 120_000);
