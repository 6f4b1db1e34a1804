import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { createKafkaCheckup } from '../../src/admin.js';
import { until } from '../until.js';
import { type Bench, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

// The way that the README shows, step by step.
test('from another assignor: refused while its members are there, then it goes on where they stopped', async () => {
  const topic = await bench.topic(2);
  const groupId = `g-${topic}`;
  await bench.fill(topic, 2, 10);
  const kafka = new Kafka({ brokers: [...bench.brokers], logLevel: logLevel.NOTHING });
  const old = kafka.consumer({ groupId });
  await old.connect();
  await old.subscribe({ topics: [topic], fromBeginning: true });
  let seen = 0;
  await old.run({
    eachMessage: () => {
      seen++;
      return Promise.resolve();
    },
  });
  await until('the old member to read', () => seen === 20);

  const checkup = createKafkaCheckup({ brokers: bench.brokers, groupId });
  // A checkup, unlike a member, sees it without an attempt to join.
  expect(await checkup.group()).toEqual({ state: 'there', members: 1, otherAssignor: 'RoundRobinAssigner' });
  expect(await checkup.selected({ topics: [topic, /^no-such-topic$/] })).toEqual({
    named: [topic],
    matched: [],
  });

  const early = bench.member({ topics: [topic], groupId });
  expect(await early.done).toMatchObject({ code: 'KBC_OTHER_ASSIGNOR' });
  expect(early.total).toBe(0);

  await old.disconnect(); // which commits
  await bench.fill(topic, 2, 10, 10);
  const member = bench.member({ topics: [topic], groupId });
  await member.has(20);
  for (const partition of [0, 1]) expect(member.seen.get(partition)).toEqual(numbered(partition, 10, 10));
  expect(await checkup.group()).toEqual({ state: 'there', members: 1, otherAssignor: undefined });
  expect(await member.drain()).toBe(0);
  expect(await checkup.places(topic)).toEqual([
    { partition: 0, first: 0, end: 20, committed: 20 },
    { partition: 1, first: 0, end: 20, committed: 20 },
  ]);
  await checkup.close();
  await member.leave();

  // And back again.
  await bench.fill(topic, 2, 10, 20);
  const values: string[] = [];
  const back = kafka.consumer({ groupId });
  await back.connect();
  await back.subscribe({ topics: [topic], fromBeginning: true });
  await back.run({
    eachMessage: ({ message }) => {
      values.push(String(message.value));
      return Promise.resolve();
    },
  });
  await until('the rest', () => values.length >= 20);
  await back.disconnect();
  expect(values.sort()).toEqual([...numbered(0, 10, 20), ...numbered(1, 10, 20)].sort());
}, 90_000);
