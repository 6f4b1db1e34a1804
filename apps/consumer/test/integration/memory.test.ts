import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { configText } from '../fixtures/config-text.js';
import { startApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';

// Invariant 2: what is held stays under the budget whatever Splunk does. The worst case is a dead route beside a live
// one: the dead one's records lie scattered over every fetch that the live one needs.

const MIB = 1024 * 1024;
const BUDGET = 32 * MIB;
let kafka: TestKafka;
let receiver: Receiver;
beforeAll(async () => {
  kafka = await testKafka();
  receiver = await startReceiver();
}, 120_000);
afterAll(async () => {
  await receiver.stop();
  await kafka.release();
});

/** Resident bytes of a process (Linux). */
function resident(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

test('with one route dead and another alive, memory stays under the budget and the live one goes on', async () => {
  const dead = await testTopic(kafka.bootstrap, 4);
  const live = await testTopic(kafka.bootstrap, 4);
  receiver.faults.when((request) => request.metadata.sourcetype === 'dead').always({ code: 9 });
  const rounds = 20;
  const perRound = 25_000;
  const warmUp = 10 * perRound;
  // 20 rounds × 6,000 × 2 kB: eight times the budget, and more when each pins the fetch that it came with.
  const deadPerRound = 6_000;
  const deadBytes = 2_000;
  const app = startApp({
    config: configText(kafka.bootstrap, receiver, live, {
      kafka: `topics: [${dead.name}, ${live.name}]`,
      general: `workers: 1\n  memory: ${BUDGET / MIB}MiB`,
      more: `routes:\n  - { topics: [${dead.name}], sourcetype: dead }\n  - { topics: [${live.name}], sourcetype: live }`,
    }),
  });
  try {
    await live.produce(warmUp);
    await app.explain(
      receiver.waitFor(() => receiver.runs.get(live.run)?.distinct === warmUp, { timeoutMs: 60_000 }),
    );
    const [worker] = app.workers() as [number];
    // Code, heap and a young generation that has been filled: all that is there before anything is held.
    const base = resident(worker);
    let peak = 0;
    for (let round = 1; round <= rounds; round++) {
      // Both grow together, so that a fetch holds records of both.
      await dead.produce(deadPerRound, (round - 1) * deadPerRound, deadBytes);
      await live.produce(perRound, warmUp + (round - 1) * perRound);
      await app.explain(
        receiver.waitFor(() => receiver.runs.get(live.run)?.distinct === warmUp + round * perRound, {
          timeoutMs: 60_000,
        }),
      );
      peak = Math.max(peak, resident(worker));
    }
    // One fetch and one record batch may come on top, and garbage that waits for its collection.
    expect(peak - base).toBeLessThan(BUDGET + 8 * MIB + 96 * MIB);
    expect(receiver.runs.get(dead.run)?.distinct ?? 0).toBe(0);
    receiver.faults.clear();
    await app.explain(
      receiver.waitFor(() => receiver.runs.get(dead.run)?.distinct === rounds * deadPerRound, {
        timeoutMs: 60_000,
      }),
    );
  } finally {
    await app.dispose();
  }
}, 300_000);
