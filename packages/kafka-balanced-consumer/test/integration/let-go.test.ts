import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LetGoRange, RecordBatch } from '../../src/index.js';
import { until } from '../until.js';
import { type Bench, type Member, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

const whole = (batch: RecordBatch) => ({ batch, from: 0, to: batch.count });
const values = (batches: readonly RecordBatch[]): string[] =>
  batches.flatMap((batch) => Array.from({ length: batch.count }, (_, i) => String(batch.value(i))));
const stateOf = (member: Member) => member.consumer.snapshot().partitions[0];
const kinds = (member: Member): string[] => member.events.map(({ kind }) => kind);

/** A member that lets go of all it is given, and keeps what it was given again. */
function lettingGo(topic: string, options: { groupId?: string } = {}) {
  const ranges: LetGoRange[] = [];
  const again: RecordBatch[] = [];
  const seenAgain: string[] = [];
  const member = bench.member({ topics: [topic], ...options });
  member.settling = false;
  member.onBatch = (batch) => {
    if (batch.again) {
      again.push(batch);
      seenAgain.push(...values([batch]));
    } else ranges.push(...member.consumer.letGo([whole(batch)]));
  };
  return { member, ranges, again, seenAgain };
}

describe('records that were let go', () => {
  test('hold no memory, are in the way of commits, and are settled by their offsets', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 3000);
    const { member, ranges } = lettingGo(topic);
    await member.has(3000);
    await until('the memory', () => member.consumer.snapshot().heldBytes === 0);
    expect(stateOf(member)).toMatchObject({ inFlight: 3000, settledOffset: 0 });
    expect(stateOf(member)?.oldestUnsettledTimestamp).toBeGreaterThan(0);
    expect(ranges.reduce((sum, { records }) => sum + records, 0)).toBe(3000);
    const [first, ...others] = ranges as [LetGoRange, ...LetGoRange[]];
    for (const range of others) member.consumer.settleRange(range);
    expect(stateOf(member)).toMatchObject({ inFlight: first.records, settledOffset: 0 });
    member.consumer.settleRange(first);
    expect(await member.drain()).toBe(0);
    const [committed] = await bench.admin.committedOffsets(member.groupId, topic);
    expect(committed?.offset).toBe(3000);
    await member.leave();
    // A range that comes too late, or twice, does nothing.
    member.consumer.settleRange(first);
    expect(member.warningsSinceJoin()).toEqual([]);
  }, 60_000);

  test('are read again by offset, in order, while what is new goes on', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 1000);
    const { member, again, seenAgain } = lettingGo(topic);
    await member.has(1000);
    const { generation } = member.batches[0] as RecordBatch;
    const part = (from: number, to: number): LetGoRange => ({
      ...{ topic, partition: 0, generation, from, to },
      records: to - from,
    });
    for (const [from, to] of [
      [0, 100],
      [120, 400],
      [450, 1000],
    ] as const) {
      member.consumer.settleRange(part(from, to));
    }
    expect(stateOf(member)).toMatchObject({ inFlight: 70, settledOffset: 100 });
    member.consumer.readAgain(part(400, 450));
    member.consumer.readAgain(part(100, 120));
    await bench.fill(topic, 1, 100, 1000);
    await until('both ranges, and what is new', () => member.total === 1000 + 70 + 100);
    expect(seenAgain).toEqual([...numbered(0, 20, 100), ...numbered(0, 50, 400)]);
    expect(again.every(({ again: is }) => is)).toBe(true);
    expect(member.seen.get(0)?.slice(-100)).toEqual(numbered(0, 100, 1000));
    expect(kinds(member)).not.toContain('records-gone');
    await member.leave();
  }, 60_000);

  test('are read again during a drain, and nothing new is', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 500);
    const { member, ranges } = lettingGo(topic);
    await member.has(500);
    member.consumer.stopFetching();
    await bench.fill(topic, 1, 500, 500);
    member.settling = true;
    for (const range of ranges) member.consumer.readAgain(range);
    expect(await member.consumer.drained(AbortSignal.timeout(20_000))).toEqual({ unsettled: 0 });
    expect(member.seen.get(0)).toEqual([...numbered(0, 500), ...numbered(0, 500)]);
    expect((await bench.admin.committedOffsets(member.groupId, topic))[0]?.offset).toBe(500);
    await member.leave();
  }, 60_000);

  test('are told and settled when Kafka has them no more', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 300);
    const { member, ranges } = lettingGo(topic);
    await member.has(300);
    await bench.admin.deleteRecords(topic, [{ partition: 0, offset: 200 }]);
    member.settling = true;
    for (const range of ranges) member.consumer.readAgain(range);
    await until('all to be settled', () => stateOf(member)?.settledOffset === 300);
    expect(member.seen.get(0)?.slice(300)).toEqual(numbered(0, 100, 200));
    const gone = member.events.flatMap((event) => (event.kind === 'records-gone' ? [event] : []));
    expect(gone.reduce((sum, { records }) => sum + records, 0)).toBe(200);
    expect(gone[0]).toMatchObject({ partition: { topic, partition: 0 }, from: 0 });
    // What comes behind is read as ever.
    await bench.fill(topic, 1, 10, 300);
    await until('new records', () => stateOf(member)?.settledOffset === 310);
    expect(member.warnings().filter((words) => words.includes('retention'))).toEqual([]);
    await member.leave();
  }, 60_000);

  test('are told and settled when nothing at all is left in the log, in a drain too', async () => {
    const topic = await bench.topic(1);
    await bench.fill(topic, 1, 300);
    const { member, ranges } = lettingGo(topic);
    await member.has(300);
    await bench.admin.deleteRecords(topic, [{ partition: 0, offset: 300 }]);
    member.consumer.stopFetching();
    for (const range of ranges) member.consumer.readAgain(range);
    expect(await member.consumer.drained(AbortSignal.timeout(20_000))).toEqual({ unsettled: 0 });
    const gone = member.events.flatMap((event) => (event.kind === 'records-gone' ? [event] : []));
    expect(gone.reduce((sum, { records }) => sum + records, 0)).toBe(300);
    expect((await bench.admin.committedOffsets(member.groupId, topic))[0]?.offset).toBe(300);
    await member.leave();
  }, 60_000);

  test('are nobody’s business any more when their partition has moved; what stays is read again after the join', async () => {
    const topic = await bench.topic(2);
    await bench.fill(topic, 2, 200);
    const { member, ranges, seenAgain } = lettingGo(topic);
    await member.has(400);
    const other = bench.member({ topics: [topic], groupId: member.groupId });
    other.settling = false;
    // Asked for in the middle of it: the place is kept over the join.
    const kept = () => member.assigned[0] as number;
    await until('a rebalance', () => kinds(member).includes('rebalancing'));
    for (const range of ranges) member.consumer.readAgain(range);
    await until('one partition each', () => member.assigned.length === 1 && other.assigned.length === 1);
    await until('what stays', () => seenAgain.length >= 200);
    const wanted = numbered(kept(), 200);
    expect(seenAgain.filter((value) => value.startsWith(`${kept()}-`))).toEqual(wanted);
    const before = member.events.length;
    const moved = ranges.filter(({ partition }) => partition !== kept());
    for (const range of moved) member.consumer.settleRange(range);
    expect(kinds(member).slice(before)).toEqual(moved.map(() => 'outcome-dropped'));
    await Promise.all([member.leave(), other.leave()]);
    const committed = await bench.admin.committedOffsets(member.groupId, topic);
    expect(committed.every(({ offset }) => offset === 0)).toBe(true);
  }, 60_000);
});
