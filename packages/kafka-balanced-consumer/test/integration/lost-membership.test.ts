import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
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
