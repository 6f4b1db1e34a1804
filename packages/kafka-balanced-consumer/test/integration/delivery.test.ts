import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordBatch } from '../../src/index.js';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

/** The bytes, or their hash where comparing them one by one would take seconds. */
function copyOf(bytes: Buffer | null): Buffer | string | null {
  if (bytes === null || bytes.length < 1000) return bytes && Buffer.from(bytes);
  return `${bytes.length} ${createHash('sha256').update(bytes).digest('hex')}`;
}

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

describe('delivery', () => {
  test('commits up to the first record that is not settled, and no further', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 1000);
    const member = bench.member({ topics: [topic] });
    member.settling = false;
    await member.has(1000);
    const committed = async () => (await bench.admin.committedOffsets(member.groupId, topic))[0]?.offset;
    const settle = (from: number, to: number) => {
      for (const batch of member.batches) {
        const first = batch.offset(0);
        member.consumer.settle(batch, Math.max(0, from - first), Math.min(batch.count, to - first));
      }
    };
    settle(500, 1000);
    settle(10, 20);
    settle(0, 10);
    await until('the first run to be committed', async () => (await committed()) === 20);
    settle(20, 499);
    await until('all before the gap to be committed', async () => (await committed()) === 499);
    expect(member.consumer.snapshot().partitions[0]).toMatchObject({
      settledOffset: 499,
      inFlight: 1,
      lag: 501,
    });
    settle(499, 500);
    expect(await member.drain()).toBe(0);
    expect(await committed()).toBe(1000);
    await member.leave();
    expect(member.warningsSinceJoin()).toEqual([]);
  }, 60_000);

  test('every byte of keys, values and headers arrives', async () => {
    const topic = await bench.topic(1);
    const invalid = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x0a]);
    const large = randomBytes(900_000);
    const records = [
      { value: invalid, key: invalid, headers: { b: invalid, a: ['one', Buffer.from([0xff])], 7: '' } },
      { value: null, key: 'tombstone', headers: { why: 'gone' } },
      { value: '', key: '' },
      { value: large },
      { value: null, headers: { only: 'headers' } },
      { value: null },
      { value: 'last' },
    ];
    for (const record of records) await bench.producer.send(topic, [record]);
    await bench.producer.send(topic, records);
    const got: unknown[] = [];
    const read = (batch: RecordBatch, i: number) => ({
      value: copyOf(batch.value(i)),
      key: copyOf(batch.key(i)),
      headers: batch.headers(i).map(({ key, value }) => [key, copyOf(value)]),
    });
    const member = bench.member({
      topics: [topic],
      onRecords: (batch) => {
        for (let i = 0; i < batch.count; i++) got.push(read(batch, i));
        member.consumer.settle(batch, 0, batch.count);
      },
    });
    await until('all records', () => got.length === 2 * records.length);
    const wanted = [
      {
        value: invalid,
        key: invalid,
        // kafkajs's producer writes the object's keys in JavaScript's order, numbers first.
        headers: [
          ['7', Buffer.alloc(0)],
          ['b', invalid],
          ['a', Buffer.from('one')],
          ['a', Buffer.from([0xff])],
        ],
      },
      { value: null, key: Buffer.from('tombstone'), headers: [['why', Buffer.from('gone')]] },
      { value: Buffer.alloc(0), key: Buffer.alloc(0), headers: [] },
      { value: copyOf(large), key: null, headers: [] },
      { value: null, key: null, headers: [['only', Buffer.from('headers')]] },
      { value: null, key: null, headers: [] },
      { value: Buffer.from('last'), key: null, headers: [] },
    ];
    expect(got).toEqual([...wanted, ...wanted]);
    await member.leave();
  }, 60_000);

  test('a drain settles what is held, fetches no more and commits all', async () => {
    const topic = await bench.topic(2);
    await bench.fill(topic, 2, 2000);
    const member = bench.member({ topics: [topic] });
    member.settling = false;
    // With the first batch, while the other partition's batch of the same fetch is still to come.
    let handedOn = 0;
    member.onBatch = () => {
      member.consumer.stopFetching();
      handedOn ||= member.total;
    };
    await member.has(1);
    const drained = member.consumer.drained(AbortSignal.timeout(20_000));
    await bench.fill(topic, 2, 10, 2000);
    member.settleAll();
    expect(await drained).toEqual({ unsettled: 0 });
    expect(member.total).toBe(handedOn);
    const { partitions, state } = member.consumer.snapshot();
    expect(state).toBe('draining');
    for (const { settledOffset, committedOffset } of partitions) {
      expect(committedOffset ?? 0).toBe(settledOffset);
    }
    const next = bench.member({ topics: [topic], groupId: member.groupId });
    await member.leave();
    await next.has(4020 - handedOn);
    for (const partition of [0, 1]) {
      const all = [...(member.seen.get(partition) ?? []), ...(next.seen.get(partition) ?? [])];
      expect(all).toEqual(numbered(partition, 2010));
    }
    await next.leave();
  }, 60_000);

  test('a caller pauses one partition by name and the others go on', async () => {
    const topic = await bench.topic(2);
    const member = bench.member({ topics: [topic] });
    await member.joined();
    member.consumer.pause({ topic, partition: 0 }, '403 Invalid token');
    await bench.fill(topic, 2, 50);
    await until('the other partition', () => member.seen.get(1)?.length === 50);
    expect(member.seen.has(0)).toBe(false);
    expect(member.consumer.snapshot().partitions[0]).toMatchObject({
      partition: 0,
      pauseCause: '403 Invalid token',
    });
    member.consumer.resume({ topic, partition: 0 });
    await member.has(100);
    await member.leave();
  }, 60_000);

  test('without a topic it says so and begins when there is one; without a broker it leaves at once', async () => {
    const topic = `later-${Date.now()}`;
    const member = bench.member({ topics: [topic] });
    await until('a word about the topic', () =>
      member.events.some(
        (event) => event.kind === 'connecting' && /does not exist/.test(event.error.message),
      ),
    );
    await bench.admin.createTopic(topic, 1);
    await bench.fill(topic, 1, 5);
    await member.has(5);
    await member.leave();

    const alone = bench.member({ topics: [topic], brokers: ['127.0.0.1:1'] });
    await until(
      'two attempts',
      () => alone.events.filter((event) => event.kind === 'connecting').length >= 2,
    );
    expect(alone.consumer.snapshot().state).toBe('connecting');
    await alone.leave();
    expect(await alone.done).toBeUndefined();
  }, 60_000);
});
