import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Kafka } from 'kafkajs';
import { removeMember } from '../../src/admin.js';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);
afterEach(() => {
  jest.restoreAllMocks();
});

/** Answers a way to end the session of the consumer that is made next, as an error that no retry heals would. */
function crashes(): () => void {
  const { consumer: original } = Kafka.prototype;
  let crash: () => void = () => {};
  jest.spyOn(Kafka.prototype, 'consumer').mockImplementation(function (this: Kafka, config) {
    const consumer = original.call(this, config);
    const { on } = consumer;
    consumer.on = ((name: string, listener: (event: { payload: object }) => void) => {
      if (name === consumer.events.CRASH)
        crash = () => listener({ payload: { error: new Error('crashed') } });
      return on(name as never, listener as never);
    }) as typeof on;
    return consumer;
  });
  return () => crash();
}

test('what was settled and could not be committed any more is not repeated when the member is back', async () => {
  const topic = await bench.topic(2);
  await bench.fill(topic, 2, 10);
  const before = bench.member({ topics: [topic] });
  await before.has(20);
  await before.leave();

  const { groupId } = before;
  const member = bench.member({ topics: [topic], groupId, commitIntervalMs: 60_000 });
  await member.joined();
  await bench.fill(topic, 2, 30, 10);
  await member.has(60);
  // One record of partition 1 is in flight when the membership is lost: it alone may come again.
  member.settling = false;
  await bench.fill(topic, 2, 1, 40);
  await member.has(62);
  member.settling = true;
  for (const batch of member.batches.slice(-2)) {
    if (batch.partition === 0) member.consumer.settle(batch, 0, batch.count);
  }
  const { memberId } = member.consumer.snapshot();
  expect(await removeMember({ brokers: bench.brokers, groupId, memberId: memberId as string })).toBe(true);
  await until('a second join', () => member.joins().length === 2);
  await bench.fill(topic, 2, 5, 41);
  await until('the last record', () => member.seen.get(1)?.at(-1) === '1-45');
  await until('the last record', () => member.seen.get(0)?.at(-1) === '0-45');
  expect(member.seen.get(0)).toEqual(numbered(0, 36, 10));
  expect(member.seen.get(1)).toEqual([...numbered(1, 31, 10), ...numbered(1, 6, 40)]);
  expect(await member.drain()).toBe(0);
  const committed = await bench.admin.committedOffsets(groupId, topic);
  expect(committed.map(({ offset }) => offset)).toEqual([46, 46]);
}, 60_000);

describe('a membership that is lost during a drain', () => {
  test('is waited for: what was settled is committed under the next one', async () => {
    const topic = await bench.topic(2);
    await bench.fill(topic, 2, 10);
    const before = bench.member({ topics: [topic] });
    await before.has(20);
    await before.leave();
    await bench.fill(topic, 2, 10, 10);
    const crash = crashes();
    const member = bench.member({ topics: [topic], groupId: before.groupId, commitIntervalMs: 60_000 });
    await member.has(20);
    member.consumer.stopFetching();
    crash();
    await until('the membership to be lost', () => member.assigned.length === 0);
    expect(await member.consumer.drained(AbortSignal.timeout(30_000))).toEqual({ unsettled: 0 });
    const committed = await bench.admin.committedOffsets(member.groupId, topic);
    expect(committed.map(({ offset }) => offset)).toEqual([20, 20]);
    await member.leave();
  }, 60_000);

  test('and what was in flight then is told as unsettled', async () => {
    const topic = await bench.topic(2);
    await bench.fill(topic, 2, 10);
    const member = bench.member({ topics: [topic] });
    member.settling = false;
    await member.has(20);
    member.consumer.stopFetching();
    const drained = member.consumer.drained(AbortSignal.timeout(30_000));
    const { memberId } = member.consumer.snapshot();
    const { brokers } = bench;
    expect(await removeMember({ brokers, groupId: member.groupId, memberId: memberId as string })).toBe(true);
    expect(await drained).toEqual({ unsettled: 20 });
    await member.leave();
  }, 60_000);
});

test('a system clock that is set back does not silence a member', async () => {
  const topic = await bench.topic(2);
  await bench.fill(topic, 2, 10);
  const first = bench.member({ topics: [topic], sessionTimeoutMs: 6_000 });
  await first.has(20);
  const { now } = Date;
  jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  // Fetches that end all the time, as they do where there is traffic.
  let written = 10;
  let filling = true;
  const traffic = (async () => {
    for (; filling; written++) await bench.fill(topic, 2, 1, written);
  })();
  const second = bench.member({ topics: [topic], groupId: first.groupId });
  await until('a partition each', () => first.assigned.length === 1 && second.assigned.length === 1);
  filling = false;
  await traffic;
  expect(first.joins().map(({ kept }) => kept.length)).toEqual([0, 1]);
  await until(
    'all records',
    () => new Set([...first.seen.values(), ...second.seen.values()].flat()).size === 2 * written,
  );
  expect(first.total + second.total).toBe(2 * written);
}, 60_000);
