import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, runKafkaTool, startKafka } from '@kafka-splunk/local-kafka';
import { Kafka, logLevel } from 'kafkajs';
import { createTopicAdmin } from '../../src/admin.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { allLeave, Member } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  kafka = await startKafka({
    initialRebalanceDelayMs: 0,
    properties: { 'log.cleaner.backoff.ms': '100', 'log.cleaner.min.cleanable.ratio': '0.001' },
  });
}, 60_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
}, 60_000);

/** Offsets that are left, as a fresh group sees them. */
async function read(topic: string) {
  const member = new Member(kafka.bootstrap, { topics: [topic] });
  await until('the lag to be gone', () => member.consumer.snapshot().partitions[0]?.lag === 0);
  const offsets = member.batches.flatMap((batch) =>
    Array.from({ length: batch.count }, (_, index) => batch.offset(index)),
  );
  await member.drain();
  await member.leave();
  return { member, offsets };
}

test('compacted gaps: what is left arrives with its offsets, and the lag ends at 0', async () => {
  const [broker] = kafka.bootstrap as [string];
  const topic = 'compacted';
  await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
    ...['--bootstrap-server', broker, '--create', '--topic', topic, '--partitions', '1'],
    ...['--config', 'cleanup.policy=compact', '--config', 'segment.ms=50'],
    ...['--config', 'delete.retention.ms=0', '--config', 'min.compaction.lag.ms=0'],
  ]);
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  const producer = createRecordProducer({ brokers: kafka.bootstrap });
  let end = 0;
  const write = async (key: string, value: string | null) => {
    await producer.send(topic, [{ key, value }]);
    end++;
  };
  await write('kept', 'first');
  // The broker keeps the last batch of an idempotent producer, and where all its records are gone, without any.
  const client = new Kafka({ brokers: [...kafka.bootstrap], logLevel: logLevel.NOTHING });
  const idempotent = client.producer({ idempotent: true });
  await idempotent.connect();
  await idempotent.send({ topic, messages: [{ key: 'overwritten', value: 'in a batch of its own' }] });
  await idempotent.disconnect();
  end++;
  for (let i = 0; i < 20; i++) await write('overwritten', String(i));
  await write('deleted', 'soon');
  await write('deleted', null);
  // Only what lies before the segment in use is compacted: it takes one more record, and again, until it has happened.
  let offsets: readonly number[] = [];
  await until('compaction', async () => {
    await write('roll', 'x');
    ({ offsets } = await read(topic));
    return offsets.length < 10;
  });
  expect(offsets[0]).toBe(0);
  expect(offsets).toContain(21);
  expect(offsets).not.toContain(5);
  const [segment] = await runKafkaTool('kafka.tools.DumpLogSegments', [
    ...['--files', join(kafka.dataDirectory(1), `${topic}-0`, '00000000000000000000.log')],
  ]).then((text) => text.match(/^baseOffset: 1 lastOffset: 1 count: 0 /m) ?? []);
  expect(segment).toBeDefined();
  const { member } = await read(topic);
  expect(await admin.committedOffsets(member.groupId, topic)).toEqual([{ topic, partition: 0, offset: end }]);
  expect(member.warningsSinceJoin()).toEqual([]);
  await Promise.all([admin.close(), producer.close()]);
}, 180_000);
