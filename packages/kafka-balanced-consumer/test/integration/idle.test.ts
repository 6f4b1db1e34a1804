import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { INTERNALS } from '../../src/internals.js';
import { until } from '../until.js';
import { type Bench, type Member, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

/** The most that anything here takes; a fetch waits for three times as long. */
const SOON_MS = 8000;

describe('while fetches wait for long', () => {
  /** Members whose fetches wait for half a minute once they have been idle for a moment. */
  function idler(topic: string, groupId: string): Member {
    const options = { topics: [topic], groupId, fetchWaitMs: 10 };
    return bench.member({ ...options, ...{ [INTERNALS]: { longestFetchWaitMs: 3 * SOON_MS } } });
  }

  async function idle(): Promise<void> {
    const since = Date.now();
    await until('the fetches to wait', () => Date.now() - since > 500);
  }

  test('records come at once, members come and go at once, and so does the last one', async () => {
    const topic = await bench.topic(4);
    const groupId = `g-${randomUUID()}`;
    const first = idler(topic, groupId);
    await first.joined();
    await idle();
    await bench.fill(topic, 4, 1);
    await until('the first records', () => first.total === 4, SOON_MS);
    await idle();
    const second = idler(topic, groupId);
    const fair = () => first.assigned.length === 2 && second.assigned.length === 2;
    await until('a fair share each', fair, SOON_MS);
    await bench.fill(topic, 4, 1, 1);
    await until('more records', () => first.total + second.total === 8, SOON_MS);
    await idle();
    const left = Date.now();
    await second.leave();
    expect(Date.now() - left).toBeLessThan(SOON_MS);
    await until('everything with the first', () => first.assigned.length === 4, SOON_MS);
    await bench.fill(topic, 4, 1, 2);
    await until('the rest', () => first.total + second.total === 12, SOON_MS);
    expect(first.warningsSinceJoin()).toEqual([]);
    await first.leave();
  }, 60_000);

  test('a partition that is resumed goes on at once', async () => {
    const topic = await bench.topic(2);
    const member = idler(topic, `g-${randomUUID()}`);
    await member.joined();
    await idle();
    const partition = { topic, partition: 0 };
    member.consumer.pause(partition, 'the test');
    await bench.fill(topic, 2, 3);
    await until('the other partition', () => member.seen.get(1)?.length === 3, SOON_MS);
    await idle();
    member.consumer.resume(partition);
    await until('the partition that was paused', () => member.seen.get(0)?.length === 3, SOON_MS);
    await idle();
    member.consumer.pause(partition, 'for a moment');
    member.consumer.resume(partition);
    await bench.fill(topic, 1, 1, 3);
    await until('one more record', () => member.seen.get(0)?.length === 4, SOON_MS);
    expect(member.seen.get(0)).toEqual(numbered(0, 4));
    await member.leave();
  }, 60_000);

  test('records that are to be read again come at once', async () => {
    const topic = await bench.topic(1);
    const member = idler(topic, `g-${randomUUID()}`);
    member.settling = false;
    await bench.fill(topic, 1, 3);
    await member.has(3);
    await idle();
    const [batch] = member.batches as [Member['batches'][number]];
    for (const range of member.consumer.letGo([{ batch, from: 0, to: batch.count }])) {
      member.consumer.readAgain(range);
    }
    await until('the records once more', () => member.total === 3 + batch.count, SOON_MS);
    await member.leave();
  }, 60_000);

  test('topics that come are taken in at once', async () => {
    const topic = await bench.topic(1);
    const late = `late-${randomUUID()}`;
    const options = { topics: [topic, late], fetchWaitMs: 10, metadataMaxAgeMs: 200 };
    const member = bench.member({ ...options, ...{ [INTERNALS]: { longestFetchWaitMs: 3 * SOON_MS } } });
    await member.joined();
    await idle();
    await bench.admin.createTopic(late, 1);
    await bench.fill(late, 1, 1);
    await until('the late topic', () => member.total === 1, SOON_MS);
    await member.leave();
  }, 60_000);
});

test('an idle member sets a handful of timers a second, not one each millisecond', async () => {
  const topic = await bench.topic(1);
  const member = bench.member({ topics: [topic], fetchWaitMs: 500, commitIntervalMs: 250 });
  await member.joined();
  // This test is the last one here: the producer and the admin client of the others are plain kafkajs: without them nothing else runs here.
  await bench.producer.close();
  await bench.admin.close();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  try {
    const begin = Date.now();
    await until('two seconds to pass', () => Date.now() - begin > 2000);
    // `until` itself waits by another timer than the global one.
    expect(timers.mock.calls.length).toBeLessThan(40);
    expect(timers.mock.calls.filter(([, delay]) => (delay ?? 0) < 0)).toEqual([]);
  } finally {
    timers.mockRestore();
  }
  await member.leave();
}, 60_000);
