import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { type Bench, type Member, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

function changes(member: Member) {
  return member.events.flatMap((event) => (event.kind === 'topics-changed' ? [event] : []));
}

const QUICK = { metadataMaxAgeMs: 200 };

describe('topics', () => {
  test('one that is missing does not hold the others back, and is read once it is there', async () => {
    const topic = await bench.topic(1);
    const missing = `late-${randomUUID()}`;
    await bench.fill(topic, 1, 3);
    const member = bench.member({ topics: [missing, topic], ...QUICK });
    member.settling = false;
    await member.has(3);
    const missed = member.warnings().filter((words) => words.includes('does not exist'));
    expect(missed).toEqual([expect.stringContaining(`topic ${missing} does not exist`)]);
    await bench.admin.createTopic(missing, 2);
    await bench.fill(missing, 2, 4);
    await until('the late topic', () => member.seenIn.get(missing)?.length === 8);
    expect(changes(member)).toMatchObject([{ added: [missing], removed: [] }]);
    // What was in flight all the time stays so, and is not delivered again.
    expect(member.joins().at(-1)).toMatchObject({ kept: [{ topic, partition: 0 }], lost: [] });
    expect(member.seenIn.get(topic)).toEqual(numbered(0, 3));
    member.settleAll();
    await member.drain();
    expect(await bench.admin.committedOffsets(member.groupId, topic)).toMatchObject([{ offset: 3 }]);
    await member.leave();
  }, 60_000);

  test('patterns take in topics that come, without those that are excluded; kept partitions repeat nothing', async () => {
    const prefix = `p${randomUUID().slice(0, 8)}`;
    const name = (end: string) => `${prefix}-${end}`;
    await bench.admin.createTopic(name('a'), 2);
    await bench.admin.createTopic(name('debug'), 1);
    await bench.fill(name('a'), 2, 5);
    const options = {
      topics: [new RegExp(`^${prefix}-`, 'g')],
      exclude: [name('secret'), /-debug$/],
      ...QUICK,
    };
    const first = bench.member(options);
    await until('the first topic', () => first.seenIn.get(name('a'))?.length === 10);
    const second = bench.member({ ...options, groupId: first.groupId });
    await until('one partition each', () => first.assigned.length === 1 && second.assigned.length === 1);
    for (const end of ['b', 'secret', 'x-debug', 'c']) {
      await bench.admin.createTopic(name(end), 2);
      await bench.fill(name(end), 2, 5);
    }
    const seen = (end: string) =>
      [first, second].flatMap((member) => member.seenIn.get(name(end)) ?? []).sort();
    const all = [...numbered(0, 5), ...numbered(1, 5)].sort();
    await until('the new topics', () => seen('b').length >= 10 && seen('c').length >= 10);
    await until('a fair spread', () => first.assigned.length === 3 && second.assigned.length === 3);
    await bench.fill(name('a'), 2, 5, 5);
    await until('more of the old one', () => seen('a').length >= 20);
    expect(seen('a')).toEqual([...numbered(0, 10), ...numbered(1, 10)].sort());
    expect([seen('b'), seen('c')]).toEqual([all, all]);
    expect([seen('secret'), seen('debug'), seen('x-debug')]).toEqual([[], [], []]);
    await Promise.all([first.leave(), second.leave()]);
  }, 60_000);

  // With the age of metadata that programs have: a standstill of that length is what must not be.
  test('one that is deleted goes at once, and the others go on', async () => {
    const stays = await bench.topic(2);
    const goes = await bench.topic(2);
    const first = bench.member({ topics: [stays, goes] });
    const second = bench.member({ topics: [stays, goes], groupId: first.groupId });
    const members = [first, second];
    const seen = (topic: string) => members.flatMap((member) => member.seenIn.get(topic) ?? []);
    await until('two each', () => members.every((member) => member.assigned.length === 2));
    await bench.fill(stays, 2, 3);
    // kafkajs's producer would go on asking for the deleted topic, and fail.
    const producer = createRecordProducer({ brokers: bench.brokers });
    await producer.send(
      goes,
      [0, 1].map((partition) => ({ partition, value: 'x' })),
    );
    await producer.close();
    await until('all of it', () => seen(goes).length === 2 && seen(stays).length === 6);
    await bench.admin.deleteTopic(goes);
    await bench.fill(stays, 2, 3, 3);
    await until('the rest', () => seen(stays).length >= 12);
    await until('its partitions to be lost', () =>
      members.every((member) => member.consumer.snapshot().partitions.every(({ topic }) => topic === stays)),
    );
    // Who had none of it may learn of it later.
    await until('the change to be told', () => members.some((member) => changes(member).length > 0));
    for (const member of members) {
      for (const change of changes(member)) expect(change).toMatchObject({ added: [], removed: [goes] });
    }
    expect(seen(stays).sort()).toEqual([...numbered(0, 6), ...numbered(1, 6)].sort());
    await Promise.all(members.map((member) => member.leave()));
  }, 60_000);

  test('one that is deleted with records in flight hides no commit of the others', async () => {
    const stays = await bench.topic(1);
    const goes = await bench.topic(1);
    const read = await bench.topic(1);
    const producer = createRecordProducer({ brokers: bench.brokers });
    for (const topic of [stays, goes]) await producer.send(topic, [{ value: 'x' }]);
    const member = bench.member({ topics: [stays, goes, read], metadataMaxAgeMs: 60_000 });
    member.settling = false;
    await member.has(2);
    // Not fetched, it is not learnt to be gone; and with this record the fetch has ended that was under way meanwhile.
    for (const topic of [stays, goes]) member.consumer.pause({ topic, partition: 0 }, 'the test');
    await producer.send(read, [{ value: 'x' }]);
    await member.has(3);
    await producer.close();
    await bench.admin.deleteTopic(goes);
    await until('the topic to be gone', async () => (await bench.admin.topicPartitions(goes)) === undefined);
    member.settleAll();
    const committed = (topic: string) =>
      member.consumer.snapshot().partitions.find((partition) => partition.topic === topic)?.committedOffset;
    await until('the commit of the other', () => committed(stays) === 1);
    expect([committed(goes), member.joins().length]).toEqual([undefined, 1]);
    await member.leave();
  }, 60_000);

  test('a place that is lost from the log of a topic that came later is found at the first record', async () => {
    const topic = await bench.topic(1);
    const late = `late-${randomUUID()}`;
    const member = bench.member({ topics: [topic, late], ...QUICK });
    await member.joined();
    await bench.admin.createTopic(late, 1);
    await bench.fill(late, 1, 10);
    await until('the late topic', () => member.seenIn.get(late)?.length === 10);
    member.consumer.pause({ topic: late, partition: 0 }, 'the test');
    await bench.fill(late, 1, 20, 10);
    await bench.admin.deleteRecords(late, [{ partition: 0, offset: 25 }]);
    member.consumer.resume({ topic: late, partition: 0 });
    await until('what is left', () => member.seenIn.get(late)?.at(-1) === '0-29');
    expect(member.seenIn.get(late)?.slice(-5)).toEqual(numbered(0, 5, 25));
    expect(member.joins().length).toBeLessThanOrEqual(2);
    await member.leave();
  }, 60_000);
});
