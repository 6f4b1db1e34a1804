import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '../until.js';
import { type Bench, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

test('an idle member sets a handful of timers a second, not one each millisecond', async () => {
  const topic = await bench.topic(1);
  const member = bench.member({ topics: [topic], fetchWaitMs: 500, commitIntervalMs: 250 });
  await member.joined();
  // The producer and the admin client of this test are plain kafkajs: without them nothing else runs here.
  await bench.producer.close();
  await bench.admin.close();
  const timers = jest.spyOn(globalThis, 'setTimeout');
  try {
    const begin = Date.now();
    await until('two seconds to pass', () => Date.now() - begin > 2000);
    // `until` itself waits by another timer than the global one.
    expect(timers.mock.calls.length).toBeLessThan(100);
    expect(timers.mock.calls.filter(([, delay]) => (delay ?? 0) < 0)).toEqual([]);
  } finally {
    timers.mockRestore();
  }
  await member.leave();
}, 60_000);
