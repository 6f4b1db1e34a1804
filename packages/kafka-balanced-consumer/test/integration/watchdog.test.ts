import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { removeMember } from '../../src/admin.js';
import type { DiagnosticsMessage } from '../../src/index.js';
import { until } from '../until.js';
import { type Bench, type Member, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

/** The kafkajs consumers that are made while `act` runs: only through them can a fetch be made to stand still. */
const made: Consumer[] = [];
const original = Kafka.prototype.consumer;
beforeAll(() => {
  Kafka.prototype.consumer = function (config) {
    const consumer = original.call(this, config);
    made.push(consumer);
    return consumer;
  };
});
afterAll(() => {
  Kafka.prototype.consumer = original;
});

function stalls(member: Member) {
  return member.events.flatMap((event) => (event.kind === 'partition-stalled' ? [event.cure] : []));
}

describe('a fetch that stands still without a reason', () => {
  test('is sought again, and repeats nothing', async () => {
    const topic = await bench.topic(2);
    await bench.fill(topic, 2, 5);
    const member = bench.member({ topics: [topic], stallTimeoutMs: 3000 });
    member.settling = false;
    await member.has(10);
    made.at(-1)?.pause([{ topic, partitions: [0] }]);
    await bench.fill(topic, 2, 5, 5);
    await member.has(20);
    expect(stalls(member)).toEqual(['nudge']);
    expect([member.seen.get(0), member.seen.get(1)]).toEqual([numbered(0, 10), numbered(1, 10)]);
    expect(member.joins()).toHaveLength(1);
    await member.leave();
  }, 60_000);

  test('gets a new session where that does not help; nothing is lost', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 5);
    const member = bench.member({ topics: [topic], stallTimeoutMs: 3000 });
    await member.has(5);
    const stuck = made.at(-1) as Consumer;
    stuck.pause([{ topic }]);
    stuck.resume = () => {};
    await bench.fill(topic, 1, 5, 5);
    await member.has(10);
    expect(stalls(member)).toEqual(['nudge', 'restart']);
    expect(member.seen.get(0)).toEqual(numbered(0, 10));
    expect(member.joins()).toHaveLength(2);
    await member.leave();
  }, 60_000);

  test('a partition that was paused for longer than the time is left alone', async () => {
    const topic = await bench.topic(1);
    const member = bench.member({ topics: [topic], stallTimeoutMs: 1000 });
    await member.joined();
    member.consumer.pause({ topic, partition: 0 }, 'the sink is down');
    await bench.fill(topic, 1, 5);
    const since = Date.now();
    await until('three times the time to pass', () => Date.now() - since > 3000);
    expect(stalls(member)).toEqual([]);
    member.consumer.resume({ topic, partition: 0 });
    await member.has(5);
    await member.leave();
  }, 60_000);
});

test('a dead member is taken out: the others get its partitions before its session times out', async () => {
  const topic = await bench.topic(4);
  const groupId = `g-${randomUUID()}`;
  const options = { brokers: bench.brokers, groupId };
  const first = bench.member({ topics: [topic], groupId, sessionTimeoutMs: 60_000 });
  await first.joined();
  const settings = { ...options, topics: [topic], sessionTimeoutMs: 60_000 };
  const child = fork(new URL('./child-member.js', import.meta.url), [JSON.stringify(settings)], {
    execArgv: [],
  });
  await until('two each', () => first.assigned.length === 2);
  const kafka = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING }).admin();
  const { groups } = await kafka.describeGroups([groupId]);
  await kafka.disconnect();
  const own = first.consumer.snapshot().memberId;
  const memberId = groups[0]?.members.find((member) => member.memberId !== own)?.memberId as string;
  child.kill('SIGKILL');
  await once(child, 'exit');
  const since = Date.now();
  expect(await removeMember({ ...options, memberId })).toBe(true);
  await until('everything with the first', () => first.assigned.length === 4, 10_000);
  console.log(`a killed member's partitions were taken over after ${Date.now() - since} ms`);
  expect(await removeMember({ ...options, memberId })).toBe(false);
  await first.leave();
}, 90_000);

test('every event is published on its diagnostics channel', async () => {
  const topic = await bench.topic(1);
  const messages: DiagnosticsMessage[] = [];
  const [joining, joined] = [
    channel('kafka-balanced-consumer:joining'),
    channel('kafka-balanced-consumer:joined'),
  ];
  const listener = (message: unknown) => void messages.push(message as DiagnosticsMessage);
  joining.subscribe(listener);
  joined.subscribe(listener);
  const member = bench.member({ topics: [topic], clientId: 'me' });
  await member.joined();
  joining.unsubscribe(listener);
  joined.unsubscribe(listener);
  const { groupId } = member;
  expect(messages).toMatchObject([
    { groupId, clientId: 'me', event: { kind: 'joining' } },
    { groupId, clientId: 'me', event: { kind: 'joined' } },
  ]);
  await member.leave();
}, 60_000);
