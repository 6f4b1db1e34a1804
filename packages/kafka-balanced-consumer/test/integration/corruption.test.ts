import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin } from '../../src/admin.js';
import { isConsumerError } from '../../src/index.js';
import { INTERNALS } from '../../src/internals.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { type GarblingProxy, garblingProxy } from './garbling-proxy.js';
import { allLeave, Member, numbered } from './members.js';

let kafka: LocalKafka;
let way: GarblingProxy;

beforeAll(async () => {
  // The broker names the proxy as its own address, so that clients go on through it.
  way = await garblingProxy(() => kafka.bootstrap[0] as string);
  const properties = { 'advertised.listeners': `PLAINTEXT://${way.address}` };
  kafka = await startKafka({ initialRebalanceDelayMs: 0, properties });
}, 60_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
  await way.close();
}, 60_000);

function logFile(topic: string, partition: number): string {
  return join(kafka.dataDirectory(1), `${topic}-${partition}`, '00000000000000000000.log');
}

/** Where the first or second record batch of a partition begins. */
async function batchStart(topic: string, partition: number, nth: 0 | 1): Promise<number> {
  return nth * (12 + (await readFile(logFile(topic, partition))).readInt32BE(8));
}

/** Turns one bit of the broker's own file round, and with the next call back. The broker sends what is there. */
async function flipBit(topic: string, partition: number, position: number, bit = 1): Promise<void> {
  const file = await open(logFile(topic, partition), 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte[0] = (byte[0] as number) ^ bit;
  await file.write(byte, 0, 1, position);
  await file.close();
}

test.each([0, 1] as const)(
  'a corrupt record batch (number %i) stops its partition with the cause, not the others',
  async (nth) => {
    const topic = `corrupt-${nth}`;
    const intact = nth * 10;
    const brokers = kafka.bootstrap;
    const admin = createTopicAdmin({ brokers });
    const producer = createRecordProducer({ brokers });
    await admin.createTopic(topic, 2);
    const write = (partition: number, from: number) =>
      producer.send(
        topic,
        Array.from({ length: 10 }, (_, i) => ({ partition, value: `${partition}-${from + i}` })),
      );
    for (const from of [0, 10, 20]) for (const partition of [0, 1]) await write(partition, from);
    const corrupt = (await batchStart(topic, 0, nth)) + 80;
    await flipBit(topic, 0, corrupt);

    const options = { topics: [topic], [INTERNALS]: { unreadableRestMs: 100 } };
    const member = new Member(brokers, options);
    await until(
      'the healthy partition and what comes before the corrupt batch',
      () => member.total >= 30 + intact,
    );
    expect(member.seen.get(0) ?? []).toEqual(numbered(0, intact));
    expect(member.seen.get(1)).toEqual(numbered(1, 30));
    await until('the event', () => pauses(member).length > 0);
    const error = pauses(member)[0]?.error;
    expect(isConsumerError(error) && error.code).toBe('KBC_UNREADABLE_BATCH');
    expect(error?.message).toContain(`offset ${intact} of ${topic}/0 cannot be read: its checksum`);
    const cause = () =>
      member.consumer.snapshot().partitions.find(({ partition }) => partition === 0)?.pauseCause;
    await until('the cause in the snapshot', () => cause() === error?.message);
    await until('it to be tried again', () => cause() === undefined);
    await until('it to rest again', () => cause() === error?.message);
    // The others go on, the member stays in its group, and it is told once however often it is tried.
    await write(1, 30);
    await until('what comes later', () => (member.seen.get(1)?.length ?? 0) >= 40);
    expect(member.consumer.snapshot().state).toBe('running');
    expect(member.joins()).toHaveLength(1);
    expect(pauses(member)).toHaveLength(1);
    expect(
      member.consumer.snapshot().partitions.find(({ partition }) => partition === 0)?.settledOffset,
    ).toBe(intact);

    await flipBit(topic, 0, corrupt);
    await until('the mended batch', () => (member.seen.get(0)?.length ?? 0) >= 30);
    expect(member.seen.get(0)).toEqual(numbered(0, 30));
    expect(member.events.filter(({ kind }) => kind === 'partition-resumed')).toHaveLength(1);
    expect(await member.drain()).toBe(0);
    await member.leave();
    await admin.close();
    await producer.close();
  },
  60_000,
);

test('a partition that the broker itself cannot read stops with the cause, and not the member', async () => {
  const topic = 'refused';
  const brokers = kafka.bootstrap;
  const admin = createTopicAdmin({ brokers });
  const producer = createRecordProducer({ brokers });
  await admin.createTopic(topic, 2);
  const write = (partition: number, from: number) =>
    producer.send(
      topic,
      numbered(partition, 10, from).map((value) => ({ partition, value })),
    );
  for (const partition of [0, 1]) await write(partition, 0);
  // The length of the first batch, which becomes negative: there the broker's own search for the offset ends.
  const length = 8;
  await flipBit(topic, 0, length, 0x80);
  const options = { topics: [topic], [INTERNALS]: { unreadableRestMs: 100 } };
  const member = new Member(brokers, options);
  await until('the event', () => pauses(member).length > 0);
  const error = pauses(member)[0]?.error;
  expect(isConsumerError(error) && error.code).toBe('KBC_UNREADABLE_BATCH');
  expect(error?.message).toMatch(
    /offset 0 of refused\/0 cannot be read: the broker answers with error -?\d+ \(/,
  );
  await until('the other partition', () => member.seen.get(1)?.length === 10);
  await write(1, 10);
  await until('more of it', () => member.seen.get(1)?.length === 20);
  expect(member.consumer.snapshot().partitions[0]?.lag).not.toBe(0);
  await flipBit(topic, 0, length, 0x80);
  await until('what can be read again', () => member.seen.get(0)?.length === 10);
  expect([member.seen.get(0), member.seen.get(1)]).toEqual([numbered(0, 10), numbered(1, 20)]);
  expect(member.joins()).toHaveLength(1);
  expect(pauses(member)).toHaveLength(1);
  expect(member.warningsSinceJoin()).toEqual([]);
  await member.leave();
  await admin.close();
  await producer.close();
}, 60_000);

test.each([
  ['fetches', 'Fetch', 3],
  ['requests for metadata', 'Metadata', 2],
  ['heartbeats', 'Heartbeat', 2],
  ['commits', 'OffsetCommit', 2],
] as const)(
  'garbled answers to %s cost neither a record nor the member its place',
  async (_, api, count) => {
    const topic = `garbled-${api.toLowerCase()}`;
    const brokers = [way.address];
    const admin = createTopicAdmin({ brokers });
    const producer = createRecordProducer({ brokers });
    await admin.createTopic(topic, 2);
    const member = new Member(brokers, { topics: [topic], metadataMaxAgeMs: 500 });
    await member.joined();
    const write = async (from: number) => {
      for (const partition of [0, 1]) {
        const values = numbered(partition, 20, from);
        await producer.send(
          topic,
          values.map((value) => ({ partition, value })),
        );
      }
    };
    await write(0);
    await member.has(40);
    way.garble(api, count);
    await write(20);
    await member.has(80);
    await until('all of them to be garbled', () => way.left === 0);
    await write(40);
    await member.has(120);
    for (const partition of [0, 1]) expect(member.seen.get(partition)).toEqual(numbered(partition, 60));
    expect(await member.drain()).toBe(0);
    const committed = member.consumer.snapshot().partitions.map(({ committedOffset }) => committedOffset);
    expect(committed).toEqual([60, 60]);
    expect(member.joins()).toHaveLength(1);
    const told = member.events.flatMap((event) => (event.kind === 'warning' ? [event] : []));
    // Ids of topics are asked for by the same API.
    const name = api === 'Metadata' ? '(Metadata|TopicIds)' : api;
    expect(told[0]?.message).toMatch(
      new RegExp(`broker ${way.address} answered ${name} with what cannot be read: `),
    );
    expect(isConsumerError(told[0]?.error) && told[0]?.error.code).toBe('KBC_BAD_ANSWER');
    // Fetches in a row are told once; each other answer is.
    expect(told).toHaveLength(api === 'Fetch' ? 1 : count);
    await member.leave();
    await admin.close();
    await producer.close();
  },
  60_000,
);

function pauses(member: Member) {
  return member.events.flatMap((event) => (event.kind === 'partition-paused' ? [event] : []));
}
