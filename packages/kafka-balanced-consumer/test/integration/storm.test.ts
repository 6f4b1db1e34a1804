import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalKafka, startKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin } from '../../src/admin.js';
import { createRecordProducer } from '../../src/producer.js';
import { until } from '../until.js';
import { allLeave, Member } from './members.js';
import { StormMember, sumUp } from './storm-members.js';

/** Length of the storm: short by default; a long one by `KAFKA_STORM_SECONDS=600`. */
const SECONDS = Number(process.env.KAFKA_STORM_SECONDS ?? 20);
/** The same seed makes the same steps: `KAFKA_STORM_SEED`. */
const SEED = Number(process.env.KAFKA_STORM_SEED ?? 1);

const PARTITIONS = 24;
const MOST_MEMBERS = 5;

let kafka: LocalKafka;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storm-'));
  kafka = await startKafka({
    brokers: 3,
    initialRebalanceDelayMs: 0,
    properties: { 'min.insync.replicas': '1' },
  });
}, 120_000);

afterAll(async () => {
  await allLeave();
  await kafka.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Random numbers from 0 to 1, always the same ones for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes into all partitions again and again until it is stopped. */
function traffic(topic: string) {
  const producer = createRecordProducer({ brokers: kafka.bootstrap });
  let stopped = false;
  let sent = 0;
  const running = (async () => {
    while (!stopped) {
      const records = Array.from({ length: PARTITIONS * 20 }, (_, i) => ({
        partition: i % PARTITIONS,
        value: `record ${sent + i}`,
      }));
      // What failed may have been written: then it stands in the log twice, with offsets of its own.
      await producer.send(topic, records).catch(() => {});
      sent += records.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      await producer.close();
    },
  };
}

test(
  `a storm of ${SECONDS} s: nothing is lost, what stays is not repeated, what moves repeats what was not committed`,
  async () => {
    const random = randomFrom(SEED);
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    const topic = `t-${randomUUID()}`;
    const groupId = `g-${randomUUID()}`;
    await admin.createTopic(topic, PARTITIONS, 3);
    const all: StormMember[] = [];
    let alive: StormMember[] = [];
    const join = () => {
      const options = {
        brokers: kafka.bootstrap,
        groupId,
        topics: [topic],
        sessionTimeoutMs: 4000,
        fetchWaitMs: 100,
        commitIntervalMs: 100,
        // Every other member takes no time to settle before it joins again: what it keeps is in flight meanwhile.
        rejoinGraceMs: all.length % 2 === 0 ? 0 : 1000,
      };
      const member = new StormMember(folder, `member-${all.length}`, options);
      all.push(member);
      alive.push(member);
    };
    const pick = () => {
      const member = alive[Math.floor(random() * alive.length)] as StormMember;
      alive = alive.filter((each) => each !== member);
      return member;
    };
    const delivered = () => all.reduce((sum, member) => sum + member.delivered, 0);
    const steps = { join: 0, leave: 0, kill: 0, broker: 0 };
    const flow = traffic(topic);
    join();
    join();
    await until('the first deliveries', () => delivered() > 500);
    const end = Date.now() + SECONDS * 1000;
    while (Date.now() < end) {
      const choice = random();
      const goal = delivered() + 200 + random() * 3000;
      if (choice < 0.2 && steps.broker < SECONDS / 10) {
        steps.broker++;
        const broker = 1 + Math.floor(random() * 3);
        await kafka.kill(broker);
        await until('deliveries without the broker', () => delivered() > goal - 100, 60_000);
        await kafka.restart(broker);
      } else if (choice < 0.45 && alive.length > 1) {
        steps.leave++;
        await pick().leave();
      } else if (choice < 0.7 && alive.length > 1) {
        steps.kill++;
        await pick().kill();
      } else if (alive.length < MOST_MEMBERS) {
        steps.join++;
        join();
      }
      // Often the next step comes while the group is still about the last one.
      if (random() < 0.6) await until('deliveries to go on', () => delivered() > goal, 60_000);
    }
    await flow.stop();
    const ends = await admin.bounds(topic);
    await until(
      'everything to be committed',
      async () => {
        const committed = await admin.committedOffsets(groupId, topic);
        const at = new Map(committed.map(({ partition, offset }) => [partition, offset]));
        return ends.every((each) => at.get(each.partition) === each.end);
      },
      90_000,
    );
    await Promise.all(alive.map((member) => member.leave()));
    await admin.close();
    const journals = await Promise.all(all.map((member) => member.journal()));
    const records = ends.reduce((sum, { end: last }) => sum + last, 0);
    const sums = sumUp(journals, ends);
    console.log(
      `storm, seed ${SEED}: ${JSON.stringify(steps)}, ${all.length} members, ${records} records, ` +
        `${sums.repeated} repeated (${((sums.repeated / records) * 100).toFixed(2)} %), ` +
        `at most ${sums.mostInOneMove} in one move of a partition, where ${sums.boundOfThatMove} were in a request ` +
        `or settled since the last commit`,
    );
    expect(sums).toMatchObject({
      lost: 0,
      repeatedByKeeper: 0,
      repeatedAfterCommit: 0,
      repeatedBeyondBound: 0,
    });
  },
  SECONDS * 1000 + 240_000,
);

test('three graceful restarts one after the other, as in a rolling deployment: no duplicate at all', async () => {
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  const topic = `t-${randomUUID()}`;
  const groupId = `g-${randomUUID()}`;
  await admin.createTopic(topic, PARTITIONS, 3);
  const seen = new Map<string, number>();
  const start = () => {
    const member: Member = new Member(kafka.bootstrap, { topics: [topic], groupId });
    member.settling = false;
    member.onBatch = (batch) => {
      setTimeout(() => {
        if (batch.stale) return;
        for (let i = 0; i < batch.count; i++) {
          const key = `${batch.partition}/${batch.offset(i)}`;
          seen.set(key, (seen.get(key) ?? 0) + 1);
        }
        member.consumer.settle(batch, 0, batch.count);
      }, 10);
    };
    return member;
  };
  const members = [start(), start(), start()];
  const fair = () => members.every((member) => member.assigned.length === PARTITIONS / 3);
  await until('a fair share each', fair);
  const flow = traffic(topic);
  for (let index = 0; index < 3; index++) {
    const before = seen.size;
    await until('traffic', () => seen.size > before + 2000);
    const old = members[index] as Member;
    expect(await old.drain()).toBe(0);
    await old.leave();
    members[index] = start();
    await until('a fair share each', fair);
  }
  await flow.stop();
  const total = (await admin.bounds(topic)).reduce((sum, { end }) => sum + end, 0);
  await until('everything', () => seen.size === total, 60_000);
  const repeated = [...seen.values()].reduce((sum, count) => sum + count - 1, 0);
  console.log(`three graceful restarts: ${total} records, ${repeated} repeated`);
  expect(repeated).toBe(0);
  await Promise.all(members.map((member) => member.leave()));
  await admin.close();
}, 120_000);
