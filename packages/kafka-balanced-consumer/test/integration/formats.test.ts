import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runKafkaTool } from '@kafka-splunk/local-kafka';
import { Kafka, logLevel } from 'kafkajs';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

describe('what Kafka’s own Java producer packs', () => {
  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])(
    '%s',
    async (codec) => {
      const topic = await bench.topic(1);
      const lines = Array.from({ length: 30_000 }, (_, i) => `${i} ${'GET /index.html 200 '.repeat(i % 20)}`);
      await runKafkaTool(
        'org.apache.kafka.tools.ConsoleProducer',
        [
          ...['--bootstrap-server', bench.brokers.join(','), '--topic', topic, '--compression-codec', codec],
          ...['--producer-property', 'linger.ms=50', '--producer-property', 'batch.size=500000'],
        ],
        `${lines.join('\n')}\n`,
      );
      const member = bench.member({ topics: [topic] });
      await member.has(lines.length);
      expect(member.seen.get(0)?.join('\n') === lines.join('\n')).toBe(true);
      expect(await member.drain()).toBe(0);
      await member.leave();
      expect(member.consumer.snapshot().heldBytes).toBe(0);
      expect(member.warningsSinceJoin()).toEqual([]);
    },
    60_000,
  );
});

test('transactions: what was aborted does not arrive, and the lag ends at 0 behind control records', async () => {
  const topic = await bench.topic(1);
  const producer = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING }).producer({
    transactionalId: randomUUID(),
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  const write = async (value: string, commit: boolean) => {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value }] });
    await (commit ? transaction.commit() : transaction.abort());
  };
  const member = bench.member({ topics: [topic] });
  await member.joined();
  await write('0-0', true);
  await write('aborted', false);
  await write('0-1', true);
  await write('aborted too', false);
  await member.has(2);
  await until('the lag to be gone', () => {
    const [partition] = member.consumer.snapshot().partitions;
    return partition?.settledOffset === 8 && partition.lag === 0;
  });
  expect(member.seen.get(0)).toEqual(numbered(0, 2));
  expect(await member.drain()).toBe(0);
  expect(await bench.admin.committedOffsets(member.groupId, topic)).toMatchObject([{ offset: 8 }]);
  const open = await producer.transaction();
  await open.send({ topic, messages: [{ value: 'open' }] });
  const everything = bench.member({ topics: [topic], readUncommitted: true });
  await everything.has(5);
  expect(everything.seen.get(0)).toEqual(['0-0', 'aborted', '0-1', 'aborted too', 'open']);
  await open.abort();
  await everything.leave();
  await producer.disconnect();
  await member.leave();
}, 60_000);
