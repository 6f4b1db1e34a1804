import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { createRangeReader, type OffsetRange, type RangeReaderOptions } from '../../src/range-reader.js';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

/** Reads ranges with a taker that settles at once, and tells what came. */
async function read(ranges: readonly OffsetRange[], options: Partial<RangeReaderOptions> = {}) {
  const seen = new Map<number, string[]>();
  const reader = createRangeReader({
    brokers: bench.brokers,
    groupId: `g-${randomUUID()}`,
    fetchWaitMs: 100,
    ...options,
    ranges,
    onRecords(batch, from, to) {
      const list = seen.get(batch.partition) ?? [];
      seen.set(batch.partition, list);
      for (let index = from; index < to; index++) list.push(String(batch.value(index)));
      reader.settle(batch, from, to);
    },
  });
  return { result: await reader.run(), seen };
}

describe('range reader', () => {
  test('reads what is asked for and nothing else, and leaves the production group alone', async () => {
    const topic = await bench.topic(4);
    await bench.fill(topic, 4, 100);
    const member = bench.member({ topics: [topic] });
    await member.has(400);
    await bench.fill(topic, 1, 5, 100);
    const events: string[] = [];
    const { result, seen } = await read(
      [
        { topic, partition: 0, from: 10, to: 20 },
        { topic, partition: 0, from: 40, to: 42 },
        { topic, partition: 2, from: 95, to: 120 },
        { topic: 'nowhere', partition: 0, from: 0, to: 1 },
      ],
      { groupId: member.groupId, onEvent: ({ kind }) => events.push(kind) },
    );
    expect(result).toEqual({
      complete: true,
      records: 17,
      missing: [
        { topic, partition: 2, from: 100, to: 120 },
        { topic: 'nowhere', partition: 0, from: 0, to: 1 },
      ],
    });
    expect([0, 1, 2, 3].map((partition) => seen.get(partition))).toEqual([
      [...numbered(0, 10, 10), ...numbered(0, 2, 40)],
      undefined,
      numbered(2, 5, 95),
      undefined,
    ]);
    expect(events).not.toContain('warning');
    expect(member.joins()).toHaveLength(1);
    await member.has(405);
    const kafka = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING }).admin();
    const { groups } = await kafka.listGroups();
    expect(groups.filter(({ groupId }) => groupId.includes('-replay-'))).toEqual([]);
    await kafka.disconnect();
    await member.leave();
  }, 60_000);

  test('ends where the last offsets of a range hold no record', async () => {
    const topic = await bench.topic(1);
    const producer = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING }).producer({
      transactionalId: randomUUID(),
      maxInFlightRequests: 1,
      idempotent: true,
    });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'committed' }] });
    await transaction.commit();
    const aborted = await producer.transaction();
    await aborted.send({ topic, messages: [{ value: 'aborted' }] });
    await aborted.abort();
    await producer.disconnect();
    // The producer does not wait for the marker that ends a transaction to be written.
    await until('the last marker', async () => (await bench.admin.bounds(topic))[0]?.end === 4);
    const { result, seen } = await read([{ topic, partition: 0, from: 0, to: 4 }]);
    expect(result).toEqual({ complete: true, records: 1, missing: [] });
    expect(seen.get(0)).toEqual(['committed']);
  }, 60_000);

  test('waits until what it handed on is settled; stopped before, it says so', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 10);
    let taken = () => {};
    const handed = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const reader = createRangeReader({
      brokers: bench.brokers,
      groupId: 'g',
      ranges: [{ topic, partition: 0, from: 2, to: 8 }],
      onRecords: () => taken(),
    });
    const run = reader.run();
    await handed;
    await reader.stop();
    expect(await run).toEqual({ complete: false, records: 6, missing: [] });
  }, 60_000);

  test('a range that is none is an error at once', () => {
    const range = { topic: 't', partition: 0, from: 3, to: 2 };
    expect(() =>
      createRangeReader({ brokers: ['x:1'], groupId: 'g', ranges: [range], onRecords() {} }),
    ).toThrow(/3–2 of t\/0/);
  });
});
