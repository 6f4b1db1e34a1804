import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { type Bench, type Member, numbered, openBench } from './members.js';

let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
}, 60_000);

afterAll(() => bench.close(), 60_000);

const PARTITIONS = 6;

/** Writes a few records into every partition, again and again, until stopped. */
function traffic(topic: string): { stop(): Promise<number> } {
  let stopped = false;
  let written = 0;
  const running = (async () => {
    while (!stopped) {
      await bench.fill(topic, PARTITIONS, 20, written);
      written += 20;
    }
  })();
  return {
    async stop() {
      stopped = true;
      await running;
      return written;
    },
  };
}

function lastJoin(member: Member) {
  const join = member.joins().at(-1);
  if (join?.kind !== 'joined') throw new Error('has not joined');
  return join;
}

describe('rebalance', () => {
  test('what stays is not repeated, what moves is fenced, and no commit runs ahead', async () => {
    const topic = await bench.topic(PARTITIONS);
    const running = traffic(topic);
    const first = bench.member({ topics: [topic], rejoinGraceMs: 0 });
    await first.has(200);
    await until('a commit everywhere', () =>
      first.consumer.snapshot().partitions.every(({ committedOffset }) => (committedOffset ?? 0) > 0),
    );
    // Records in flight while partitions move: the first member settles nothing from now on.
    first.settling = false;
    await until('records in flight everywhere', () =>
      first.consumer.snapshot().partitions.every(({ inFlight }) => inFlight > 0),
    );
    const second = bench.member({ topics: [topic], groupId: first.groupId, rejoinGraceMs: 0 });
    await until('a fair share each', () => first.assigned.length === 3 && second.assigned.length === 3);
    const { kept, lost, gained, generation } = lastJoin(first);
    expect([kept.length, lost.length, gained.length]).toEqual([3, 3, 0]);
    expect(generation).toBeGreaterThan(1);
    await until(
      'new records on both',
      () =>
        second.total > 200 && first.consumer.snapshot().partitions.every(({ inFlight }) => inFlight > 100),
    );

    // The outcomes of what moved come late and are dropped; nothing of it is committed by the first member.
    const stale = first.batches.filter((batch) => batch.stale);
    expect(stale.length).toBeGreaterThan(0);
    const late = stale.splice(0, 1);
    const droppedRecords = () =>
      first.events.reduce((sum, event) => sum + (event.kind === 'outcome-dropped' ? event.records : 0), 0);
    for (const batch of stale) first.consumer.settle(batch, 0, batch.count);
    expect(droppedRecords()).toBe(stale.reduce((sum, batch) => sum + batch.count, 0));

    first.settleAll();
    const written = await running.stop();
    await until('everything settled', () =>
      [first, second].every((member) =>
        member.consumer
          .snapshot()
          .partitions.every(({ lag, settledOffset }) => lag === 0 && settledOffset === written),
      ),
    );
    for (const { partition } of kept) expect(first.seen.get(partition)).toEqual(numbered(partition, written));
    for (const { partition } of lost) {
      const own = first.seen.get(partition) as string[];
      const others = second.seen.get(partition) as string[];
      expect(own).toEqual(numbered(partition, own.length));
      // It begins at the commit: nothing is missing, and what is repeated was in flight.
      const start = written - others.length;
      expect(others).toEqual(numbered(partition, others.length, start));
      expect(start).toBeLessThanOrEqual(own.length);
      expect(start).toBeGreaterThan(0);
    }

    // Back again: what the first member has kept all the time still repeats nothing.
    await second.leave();
    await until('all partitions with the first', () => first.assigned.length === PARTITIONS);
    expect(lastJoin(first)).toMatchObject({ kept: expect.arrayContaining(kept as object[]), lost: [] });
    // An outcome from before the partition went away and came back is as void as any.
    const before = first.consumer.snapshot().partitions.map(({ inFlight }) => inFlight);
    const droppedBefore = droppedRecords();
    for (const batch of late) first.consumer.settle(batch, 0, batch.count);
    expect(first.consumer.snapshot().partitions.map(({ inFlight }) => inFlight)).toEqual(before);
    expect(droppedRecords() - droppedBefore).toBe(late[0]?.count);
    await bench.fill(topic, PARTITIONS, 5, written);
    await until('the last ones', () =>
      first.consumer.snapshot().partitions.every(({ settledOffset }) => settledOffset === written + 5),
    );
    for (const { partition } of kept)
      expect(first.seen.get(partition)).toEqual(numbered(partition, written + 5));
    for (const { partition } of lost) {
      expect(first.seen.get(partition)?.slice(-5)).toEqual(numbered(partition, 5, written));
    }
    await first.drain();
    await first.leave();
    const committed = await bench.admin.committedOffsets(first.groupId, topic);
    expect(committed.map(({ offset }) => offset)).toEqual(Array(PARTITIONS).fill(written + 5));
  }, 90_000);

  test('with a sink that settles at once nothing at all is repeated when members come and go', async () => {
    const topic = await bench.topic(PARTITIONS);
    const running = traffic(topic);
    const members = [bench.member({ topics: [topic] })];
    const groupId = members[0]?.groupId as string;
    await members[0]?.has(100);
    for (const size of [2, 3]) {
      members.push(bench.member({ topics: [topic], groupId }));
      await until(`${size} members with work`, () =>
        members.every((member) => member.assigned.length === PARTITIONS / size),
      );
    }
    await members[1]?.drain();
    await members[1]?.leave();
    await until('two members left', () => [0, 2].every((i) => members[i]?.assigned.length === 3));
    const written = await running.stop();
    await until(
      'everything',
      () => members.reduce((sum, member) => sum + member.total, 0) >= written * PARTITIONS,
    );
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const all = members.flatMap((member) => member.seen.get(partition) ?? []);
      expect(all.sort()).toEqual(numbered(partition, written).sort());
    }
    await Promise.all(members.map((member) => member.leave()));
  }, 90_000);

  test('a killed member: its partitions go on with the others, and repeat what was not committed', async () => {
    const topic = await bench.topic(PARTITIONS);
    const running = traffic(topic);
    const survivor = bench.member({ topics: [topic], sessionTimeoutMs: 6000 });
    await survivor.joined();
    const child = fork(
      new URL('./child-member.js', import.meta.url),
      [
        JSON.stringify({
          brokers: bench.brokers,
          groupId: survivor.groupId,
          topics: [topic],
          sessionTimeoutMs: 6000,
        }),
      ],
      { execArgv: [] },
    );
    const settled = new Map<number, number>();
    let messages = 0;
    child.on('message', ([partition, offset]: [number, number]) => {
      settled.set(partition, offset);
      messages++;
    });
    await until('work for both', () => survivor.assigned.length === 3 && messages > 50);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await until('all partitions with the survivor', () => survivor.assigned.length === PARTITIONS);
    const written = await running.stop();
    await until('everything settled', () =>
      survivor.consumer.snapshot().partitions.every(({ settledOffset }) => settledOffset === written),
    );
    for (const [partition, offset] of settled) {
      const taken = survivor.seen.get(partition) as string[];
      // Nothing is missing between what the killed member settled and where the survivor went on.
      expect(taken.slice(-10)).toEqual(numbered(partition, 10, written - 10));
      const restart = Math.max(
        ...taken.map((value, i) =>
          i > 0 && value !== numbered(partition, 1, Number(taken[i - 1]?.split('-')[1]) + 1)[0] ? i : 0,
        ),
      );
      expect(Number(taken[restart]?.split('-')[1])).toBeLessThanOrEqual(offset);
    }
    await survivor.leave();
  }, 120_000);

  test('a sink that stalls for longer than the session timeout: no rebalance, bounded memory, then it goes on', async () => {
    const topic = await bench.topic(2);
    const value = Buffer.alloc(1000, 'x');
    for (let i = 0; i < 20; i++) {
      await bench.producer.send(
        topic,
        Array.from({ length: 500 }, (_, n) => ({ value, partition: n % 2 })),
      );
    }
    const member = bench.member({ topics: [topic], sessionTimeoutMs: 6000, maxHeldBytes: 2 * 1024 * 1024 });
    member.settling = false;
    await until('the memory to be full', () =>
      member.consumer.snapshot().partitions.every(({ pauseCause }) => /memory/.test(pauseCause ?? '')),
    );
    await until('a long pause to be told', () =>
      member.events.some(({ kind }) => kind === 'partition-paused'),
    );
    const handedOn = member.total;
    expect(handedOn).toBeLessThan(5000);
    const since = Date.now();
    let most = 0;
    await until('one and a half session timeouts to pass', () => {
      most = Math.max(most, member.consumer.snapshot().heldBytes);
      return Date.now() - since > 9000;
    });
    expect(member.total).toBe(handedOn);
    expect(most).toBeLessThan(2 * 1024 * 1024 + 1024 * 1024 + 64 * 1024);
    member.settleAll();
    await member.has(10_000);
    expect(member.total).toBe(10_000);
    expect(member.joins()).toHaveLength(1);
    expect(member.events.filter(({ kind }) => kind === 'rebalancing')).toEqual([]);
    expect(member.warningsSinceJoin()).toEqual([]);
    await member.leave();
    expect(member.consumer.snapshot().heldBytes).toBe(0);
  }, 90_000);
});
