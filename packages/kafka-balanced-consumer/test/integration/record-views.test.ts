import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runKafkaTool } from '@kafka-splunk/local-kafka';
import { CompressionTypes, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import { INTERNALS } from '../../src/internals.js';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

function plainKafka(): Kafka {
  return new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING });
}

async function perf(topic: string, props: readonly string[], args: readonly string[]): Promise<void> {
  await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', topic, '--throughput', '-1', ...args],
    ...['--producer-props', `bootstrap.servers=${bench.brokers.join(',')}`, ...props],
  ]);
}

test('a plain kafkajs consumer in the same process goes on getting ordinary messages', async () => {
  const topic = await bench.topic(1);
  const ours = bench.member({ topics: [topic] });
  await ours.joined();
  const plain = plainKafka().consumer({ groupId: randomUUID() });
  const got: KafkaMessage[] = [];
  await plain.connect();
  await plain.subscribe({ topic, fromBeginning: true });
  await plain.run({
    eachMessage: async ({ message }) => {
      got.push(message);
    },
  });
  const producer = plainKafka().producer();
  await producer.connect();
  const messages = Array.from({ length: 100 }, (_, i) => ({
    key: `k${i}`,
    value: `0-${i}`,
    headers: { h: 'x' },
  }));
  await producer.send({ topic, messages: messages.slice(0, 50) });
  await producer.send({ topic, compression: CompressionTypes.GZIP, messages: messages.slice(50) });
  await ours.has(100);
  await until('the plain consumer to have all', () => got.length >= 100);
  expect(ours.seen.get(0)).toEqual(numbered(0, 100));
  expect(got.map(({ value }) => String(value))).toEqual(numbered(0, 100));
  expect(got.map(({ key }) => String(key))).toEqual(messages.map(({ key }) => key));
  expect(got.every(({ headers, timestamp }) => String(headers?.h) === 'x' && Number(timestamp) > 0)).toBe(
    true,
  );
  await plain.disconnect();
  await producer.disconnect();
  await ours.leave();
}, 60_000);

test('the plain path, without the views, delivers the same', async () => {
  const topic = await bench.topic(2);
  await bench.fill(topic, 2, 3000);
  const options = { topics: [topic], [INTERNALS]: { plainPath: true } };
  const member = bench.member(options);
  await member.has(6000);
  expect(member.seen.get(0)).toEqual(numbered(0, 3000));
  expect(member.seen.get(1)).toEqual(numbered(1, 3000));
  expect(member.batches[0]?.timestamp(0)).toBeGreaterThan(0);
  expect(await member.drain()).toBe(0);
  expect(member.consumer.snapshot().partitions.map(({ lag }) => lag)).toEqual([0, 0]);
  await member.leave();
}, 60_000);

/** A topic that takes record batches and records of up to 12 MB. */
async function roomyTopic(): Promise<string> {
  const topic = `t-${randomUUID()}`;
  await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
    ...['--bootstrap-server', bench.brokers.join(','), '--create', '--topic', topic],
    ...['--partitions', '1', '--config', 'max.message.bytes=12000000'],
  ]);
  return topic;
}

const BIG = ['max.request.size=12000000', 'buffer.memory=60000000'];

test.each(['none', 'zstd'])(
  'a record batch of far more than 120,000 tiny records, packed with %s',
  async (codec) => {
    const topic = await roomyTopic();
    const props = [...BIG, 'linger.ms=10000', 'batch.size=6000000', `compression.type=${codec}`];
    await perf(topic, props, ['--num-records', '200000', '--record-size', '1']);
    const member = bench.member({ topics: [topic] });
    await member.has(200_000);
    expect(member.total).toBe(200_000);
    expect(Math.max(...member.batches.map(({ count }) => count))).toBeGreaterThan(150_000);
    const last = member.batches.at(-1);
    expect(last?.offset(last.count - 1)).toBe(199_999);
    expect(await member.drain()).toBe(0);
    await member.leave();
  },
  120_000,
);

test('records of 10 MB', async () => {
  const topic = await roomyTopic();
  await perf(topic, BIG, ['--num-records', '5', '--record-size', '10000000']);
  const lengths: number[] = [];
  const member = bench.member({ topics: [topic], maxHeldBytes: 4_000_000 });
  member.onBatch = (batch) => {
    for (let i = 0; i < batch.count; i++) lengths.push(batch.valueEnd(i) - batch.valueStart(i));
  };
  await until('all five', () => lengths.length >= 5);
  expect(lengths).toEqual([1, 1, 1, 1, 1].map(() => 10_000_000));
  await member.leave();
}, 120_000);

test('packed batches are unpacked only while there is room, however small they are when fetched', async () => {
  const topic = await bench.topic(1);
  const producer = plainKafka().producer();
  await producer.connect();
  const lines = (batch: number) =>
    Array.from({ length: 1000 }, (_, i) => ({ value: `${batch}-${i} `.padEnd(1000, '.') }));
  for (let batch = 0; batch < 40; batch++) {
    await producer.send({ topic, compression: CompressionTypes.GZIP, messages: lines(batch) });
  }
  await producer.disconnect();
  const maxHeldBytes = 4_000_000;
  const member = bench.member({ topics: [topic], maxHeldBytes });
  let most = 0;
  member.settling = false;
  member.onBatch = () => {
    most = Math.max(most, member.consumer.snapshot().heldBytes);
  };
  await until('memory to be the reason to wait', () =>
    member.consumer.snapshot().partitions.some(({ pauseCause }) => pauseCause?.includes('memory')),
  );
  member.settleAll();
  await member.has(40_000);
  expect(member.total).toBe(40_000);
  expect(
    member.seen
      .get(0)
      ?.map((line) => line.trimEnd().replaceAll('.', '').trim())
      .at(-1),
  ).toBe('39-999');
  const oneBatch = 1_100_000;
  expect(most).toBeLessThan(maxHeldBytes + oneBatch);
  expect(await member.drain()).toBe(0);
  await member.leave();
}, 60_000);
