import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probeTopic } from '../../src/admin.js';
import type { RecordHeader } from '../../src/index.js';
import { INTERNALS } from '../../src/internals.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { type Bench, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

test('the first records of new topics are written once, however soon they come', async () => {
  for (let round = 0; round < 5; round++) {
    const topic = await bench.topic(8);
    await bench.producer.send(
      topic,
      Array.from({ length: 800 }, () => ({ value: 'x' })),
    );
    const bounds = await bench.admin.bounds(topic);
    expect(bounds.reduce((sum, { end }) => sum + end, 0)).toBe(800);
  }
});

/*
 * The client that does not know a partition yet is left for a new one, while others are in the middle of a send on it.
 * What went wrong before, when it disconnected and connected again: see the producer.
 */
test('records for partitions that the producer has not heard of are written once, beside all others', async () => {
  const topic = await bench.topic(1);
  const rounds = 20;
  for (let partition = 1; partition <= rounds; partition++) {
    await bench.admin.growTopic(topic, partition + 1);
    const records = [
      { partition, value: 'new' },
      { partition, value: 'new too' },
      { partition: 0, value: 'old' },
    ];
    await Promise.all(records.map((record) => bench.producer.send(topic, [record])));
  }
  const ends = (await bench.admin.bounds(topic)).map(({ end }) => end);
  expect(ends).toEqual([rounds, ...Array<number>(rounds).fill(2)]);
});

test('a producer that was closed says so', async () => {
  const topic = await bench.topic(1);
  const producer = createRecordProducer({ brokers: bench.brokers });
  await producer.send(topic, [{ value: 'x' }]);
  await producer.close();
  await producer.close();
  await expect(producer.send(topic, [{ value: 'y' }])).rejects.toMatchObject({
    code: 'KBC_SEND_FAILED',
    message: expect.stringContaining('is closed'),
  });
});

describe('a list of headers', () => {
  test('arrives as it is: in its order, with keys that repeat, numbers for keys and values of null', async () => {
    const topic = await bench.topic(1);
    const lists: RecordHeader[][] = [
      [
        { key: 'b', value: Buffer.from('1') },
        { key: '7', value: Buffer.from([0xff, 0x00]) },
        { key: 'b', value: null },
        { key: 'a', value: Buffer.alloc(0) },
        { key: 'b', value: Buffer.from('2') },
        { key: '', value: null },
      ],
      [],
      [{ key: 'only', value: null }],
    ];
    const records = lists.map((headers) => ({ key: null, value: null, headers, partition: 0 }));
    await bench.producer.send(topic, records);
    const got: (readonly RecordHeader[])[] = [];
    const member = bench.member({
      topics: [topic],
      onRecords: (batch) => {
        for (let index = 0; index < batch.count; index++) {
          got.push(
            batch.headers(index).map(({ key, value }) => ({ key, value: value && Buffer.from(value) })),
          );
        }
        member.consumer.settle(batch, 0, batch.count);
      },
    });
    await until('the records', () => got.length === lists.length);
    expect(got).toEqual(lists);
    await member.leave();
  }, 60_000);
});

describe('the producer', () => {
  test('tells records that are too large together from other failures', async () => {
    const topic = await bench.topic(1);
    const half = { value: Buffer.alloc(600_000, 'x'), partition: 0 };
    await expect(bench.producer.send(topic, [half, half])).rejects.toMatchObject({ code: 'KBC_TOO_LARGE' });
    await bench.producer.send(topic, [half]);
    await expect(bench.producer.send(topic, [{ value: 'x', partition: 5 }])).rejects.toMatchObject({
      code: 'KBC_SEND_FAILED',
    });
    expect(await bench.admin.bounds(topic)).toEqual([{ topic, partition: 0, first: 0, end: 1 }]);
  }, 60_000);
});

describe('the admin', () => {
  test('says whether a topic can be written to, and writes nothing for that', async () => {
    const topic = await bench.topic(2);
    expect(await probeTopic({ brokers: bench.brokers }, topic)).toBe('writable');
    expect(await probeTopic({ brokers: bench.brokers }, `${topic}-not-there`)).toBe('missing');
    expect((await bench.admin.bounds(topic)).map(({ end }) => end)).toEqual([0, 0]);
    await expect(probeTopic({ brokers: ['127.0.0.1:1'] }, topic)).rejects.toMatchObject({
      code: 'KBC_ADMIN_FAILED',
    });
  }, 60_000);

  test('finds offsets by time, the end where no record is so young, and the settings of a topic', async () => {
    const topic = await bench.topic(2);
    const records = [1000, 2000, 3000].map((timestamp) => ({ value: 'x', timestamp, partition: 0 }));
    await bench.producer.send(topic, records);
    const at = async (time: number) => (await bench.admin.offsetsAt(topic, time)).map(({ offset }) => offset);
    expect([await at(0), await at(1500), await at(3001)]).toEqual([
      [0, 0],
      [1, 0],
      [3, 0],
    ]);
    expect(await bench.admin.topicSetting(topic, 'cleanup.policy')).toBe('delete');
  }, 60_000);
});

test('connections that nobody uses are closed, and opened again for the next record', async () => {
  const topic = await bench.topic(1);
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
  const others = sockets();
  const producer = createRecordProducer({ brokers: bench.brokers, ...{ [INTERNALS]: { idleLineMs: 100 } } });
  for (const end of [1, 2]) {
    await producer.send(topic, [{ value: 'x' }]);
    expect(sockets()).toBeGreaterThan(others);
    await until('no connection of the producer', () => sockets() <= others);
    expect(await bench.admin.bounds(topic)).toMatchObject([{ end }]);
  }
  await producer.close();
});
