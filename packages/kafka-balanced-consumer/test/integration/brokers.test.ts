import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createKafkaCheckup, createTopicAdmin } from '../../src/admin.js';
import { clusterOf } from '../../src/broker/cluster.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { allLeave, Member, numbered } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  kafka = await startKafka({
    brokers: 3,
    initialRebalanceDelayMs: 0,
    properties: { 'min.insync.replicas': '1' },
  });
}, 120_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
}, 60_000);

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
}, 300_000);

/*
 * kafkajs sends to each leader, and when one of them refuses sends to that one again, by what it knows of leaders then.
 * Partitions that have meanwhile gone to a broker that has answered are left out, without a word; and records without a
 * partition are spread anew, some of them over partitions whose turn is over.
 */
test('records are all written, and once, when leaders have moved since the last time', async () => {
  const brokers = kafka.bootstrap;
  const admin = createTopicAdmin({ brokers });
  const producer = createRecordProducer({ brokers });
  const values = numbered(0, 600);
  const ways = [
    values.map((value) => ({ value })),
    values.map((value) => ({ value, key: value })),
    values.map((value, index) => ({ value, partition: index % PARTITIONS })),
  ].map((records) => ({ topic: `t-${randomUUID()}`, records }));
  for (const { topic } of ways) {
    await admin.createTopic(topic, PARTITIONS, 3);
    await producer.send(topic, [{ value: 'to know the leaders', partition: 0 }]);
  }
  await kafka.kill(2);
  await kafka.restart(2);
  for (const { topic, records } of ways) {
    await producer.send(topic, records);
    const ends = await admin.bounds(topic);
    const member = new Member(brokers, { topics: [topic] });
    await member.has(ends.reduce((sum, { end }) => sum + end, 0));
    const written = [...member.seen.values()].flat().filter((value) => value !== 'to know the leaders');
    expect(written.sort()).toEqual([...values].sort());
    await member.leave();
  }
  await admin.close();
  await producer.close();
}, 120_000);

/** The broker that coordinates a group. */
async function coordinatorOf(groupId: string): Promise<number> {
  const cluster = clusterOf({ brokers: kafka.bootstrap }, 5);
  await cluster.connect();
  const { nodeId } = (await cluster.findGroupCoordinator({ groupId })) as { readonly nodeId?: number };
  await cluster.disconnect();
  return Number(nodeId);
}

/** Names of the partitions that have no leader, as a member shows them. */
function leaderless(member: Member): number[] {
  return member.consumer
    .snapshot()
    .partitions.filter(({ pauseCause }) => pauseCause?.startsWith('no leader'))
    .map(({ partition }) => partition)
    .sort((a, b) => a - b);
}

test('partitions whose only broker is dead stand still and say so; all others go on, and new members and topics come in', async () => {
  const brokers = kafka.bootstrap;
  const admin = createTopicAdmin({ brokers });
  const producer = createRecordProducer({ brokers });
  const prefix = `single-${randomUUID()}`;
  const topic = `${prefix}-first`;
  const groupId = `g-${randomUUID()}`;
  const coordinator = await coordinatorOf(groupId);
  await admin.createTopic(topic, PARTITIONS, 1);
  const write = (from: number) =>
    producer.send(
      topic,
      Array.from({ length: PARTITIONS }, (_, partition) => numbered(partition, 5, from)).flatMap(
        (values, partition) => values.map((value) => ({ partition, value })),
      ),
    );
  const options = { topics: [new RegExp(`^${prefix}`)], groupId, metadataMaxAgeMs: 500 };
  const first = new Member(brokers, options);
  await first.joined();
  await write(0);
  await first.has(PARTITIONS * 5);
  for (let partition = 0; partition < PARTITIONS; partition++) {
    first.consumer.pause({ topic, partition }, 'the test');
  }
  await write(5);
  // The group goes on by another coordinator.
  await kafka.kill(coordinator);
  for (let partition = 0; partition < PARTITIONS; partition++) first.consumer.resume({ topic, partition });
  await until('the partitions of the others', () => first.total === PARTITIONS * 5 + 20);
  await until('the cause to be shown', () => leaderless(first).length === 2);
  const offline = leaderless(first);
  for (const partition of offline) expect(first.seen.get(partition)).toEqual(numbered(partition, 5));

  const second = new Member(brokers, options);
  await until('three each', () => first.assigned.length === 3 && second.assigned.length === 3, 60_000);
  await until('all causes', () => leaderless(first).length + leaderless(second).length === 2);
  // A group that begins while they are down has no commit to begin at.
  const fresh = new Member(brokers, { ...options, groupId: `${groupId}-fresh` });
  await until('what can be read', () => fresh.total === 40);

  // Whoever looks for the reason finds it, and all else too.
  const checkup = createKafkaCheckup({ brokers, groupId });
  expect(await checkup.brokers()).toHaveLength(2);
  expect((await checkup.selected({ topics: [new RegExp(`^${prefix}`)] })).matched).toEqual([topic]);
  const facts = { state: 'there', partitions: PARTITIONS, leaderless: offline, readable: true };
  expect(await checkup.topic(topic)).toEqual(facts);
  expect(await checkup.topic(`${topic}-missing`)).toEqual({ state: 'missing' });
  const places = await checkup.places(topic);
  expect(places).toHaveLength(PARTITIONS - offline.length);
  expect(places.every(({ first, end }) => first === 0 && end === 10)).toBe(true);
  expect(await checkup.group()).toEqual({ state: 'there', members: 2, otherAssignor: undefined });
  await checkup.close();

  await kafka.restart(coordinator);
  const all = [...numbered(0, 10), ...numbered(1, 10)].length * 3;
  await until('the rest', () => first.total + second.total >= all && fresh.total === all, 60_000);
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const seen = [...(first.seen.get(partition) ?? []), ...(second.seen.get(partition) ?? [])];
    expect(seen.sort()).toEqual(numbered(partition, 10).sort());
  }
  await until('no cause to be left', () => [...leaderless(first), ...leaderless(second)].length === 0);
  await Promise.all([first, second, fresh].map((member) => member.leave()));
  await admin.close();
  await producer.close();
}, 300_000);
