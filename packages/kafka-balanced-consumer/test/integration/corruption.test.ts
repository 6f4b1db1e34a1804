import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin } from '../../src/admin.js';
import { isConsumerError } from '../../src/index.js';
import { INTERNALS } from '../../src/internals.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { allLeave, Member, numbered } from './members.js';

let kafka: LocalKafka;

beforeAll(async () => {
  kafka = await startKafka({ initialRebalanceDelayMs: 0 });
}, 60_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
}, 60_000);

function logFile(topic: string, partition: number): string {
  return join(kafka.dataDirectory(1), `${topic}-${partition}`, '00000000000000000000.log');
}

/** Where the first or second record batch of a partition begins. */
async function batchStart(topic: string, partition: number, nth: 0 | 1): Promise<number> {
  return nth * (12 + (await readFile(logFile(topic, partition))).readInt32BE(8));
}

/** Turns one bit of the broker's own file round, and with the next call back. The broker sends what is there. */
async function flipBit(topic: string, partition: number, position: number): Promise<void> {
  const file = await open(logFile(topic, partition), 'r+');
  const byte = Buffer.alloc(1);
  await file.read(byte, 0, 1, position);
  byte[0] = (byte[0] as number) ^ 1;
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

function pauses(member: Member) {
  return member.events.flatMap((event) => (event.kind === 'partition-paused' ? [event] : []));
}
