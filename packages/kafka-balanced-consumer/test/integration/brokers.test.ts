import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin } from '../../src/admin.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { Member, numbered } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  kafka = await startKafka({
    brokers: 3,
    initialRebalanceDelayMs: 0,
    properties: { 'min.insync.replicas': '1' },
  });
}, 120_000);

afterAll(() => kafka.stop(), 60_000);

const PARTITIONS = 6;

test('every broker dies and comes back, one after the other: nothing is lost and no member ends', async () => {
  const brokers = kafka.bootstrap;
  const admin = createTopicAdmin({ brokers });
  const producer = createRecordProducer({ brokers });
  const topic = `t-${randomUUID()}`;
  await admin.createTopic(topic, PARTITIONS, 3);
  let written = 0;
  const write = async (count: number) => {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const records = numbered(partition, count, written).map((value) => ({ partition, value }));
      // A request that was lost may have been written: it is sent again, and seen twice by the reader.
      for (let sent = false; !sent; ) {
        sent = await producer.send(topic, records).then(
          () => true,
          () => false,
        );
      }
    }
    written += count;
  };
  const groupId = `g-${randomUUID()}`;
  const members = [1, 2].map(() => new Member(brokers, { topics: [topic], groupId }));
  const seenAll = () => {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const seen = new Set(members.flatMap((member) => member.seen.get(partition) ?? []));
      if (seen.size < written) return false;
    }
    return true;
  };
  await until('three each', () => members.every((member) => member.assigned.length === 3));
  for (const broker of [1, 2, 3]) {
    await write(50);
    await until('what was written before', seenAll);
    await kafka.kill(broker);
    await write(50);
    await until(`everything without broker ${broker}`, seenAll, 60_000);
    await kafka.restart(broker);
  }
  await write(50);
  await until('everything', seenAll, 60_000);
  await until('everything committed', async () => {
    const ends = new Map((await admin.bounds(topic)).map(({ partition, end }) => [partition, end]));
    const committed = await admin.committedOffsets(groupId, topic);
    return (
      committed.length === PARTITIONS &&
      committed.every(({ partition, offset }) => offset === ends.get(partition))
    );
  });
  const ended = members
    .flatMap((member) => member.warnings())
    .filter((message) => /membership/.test(message));
  expect(ended).toEqual([]);
  await Promise.all(members.map((member) => member.leave()));
  await admin.close();
  await producer.close();
}, 180_000);
