import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { AssignerProtocol } from 'kafkajs';
import { fatalErrorOf } from '../../../src/broker/failure.js';
import type { GroupOffsets } from '../../../src/broker/group-offsets.js';
import type { GroupListener, StartOffset } from '../../../src/broker/group-session.js';
import { JoinProgress } from '../../../src/broker/join-steps.js';
import type { Membership } from '../../../src/group/membership.js';

const listener = { gainedBy: () => [] } as unknown as GroupListener;
const rebalancing = Object.assign(new Error('the group is rebalancing'), { type: 'REBALANCE_IN_PROGRESS' });

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A member that has its assignment, and learns where to begin when the test says so. */
function assigned(answerToBeat: () => Promise<void>) {
  const beats: Membership[] = [];
  let answer: (starts: StartOffset[]) => void = () => {};
  let fail: (reason: Error) => void = () => {};
  const starts = new Promise<StartOffset[]>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  const offsets = { starts: () => starts } as unknown as GroupOffsets;
  const progress = new JoinProgress(listener, () => offsets, {
    intervalMs: 1000,
    send(membership) {
      beats.push(membership);
      return answerToBeat();
    },
  });
  return { progress, beats, answer, fail, synced: progress.synced(7, 'me', Buffer.alloc(0)) };
}

test('a member sends heartbeats while it does not know yet where its partitions begin', async () => {
  const { progress, beats, answer, synced } = assigned(() => Promise.reject(new Error('no answer')));
  await jest.advanceTimersByTimeAsync(30_000);
  expect(beats).toEqual(Array(30).fill({ memberId: 'me', generation: 7, partitions: [] }));
  answer([]);
  await synced;
  expect(progress.complete()?.membership.generation).toBe(7);
  expect(jest.getTimerCount()).toBe(0);
});

test('a rebalance ends the wait, and nobody minds how that ends', async () => {
  const { fail, synced } = assigned(() => Promise.reject(rebalancing));
  const ended = expect(synced).rejects.toBe(rebalancing);
  await jest.advanceTimersByTimeAsync(1000);
  await ended;
  fail(new Error('the broker did not answer'));
});

test('an assignment that cannot be read is asked for again, and told where that does not help', async () => {
  const warning = jest.fn();
  const progress = new JoinProgress({ ...listener, warning } as GroupListener, () => ({}) as GroupOffsets, {
    intervalMs: 1000,
    send: () => Promise.resolve(),
  });
  const bytes = AssignerProtocol.MemberAssignment.encode({
    version: 1,
    assignment: { logs: [0, 1] },
    userData: Buffer.alloc(0),
  });
  // The number of topics, which are not there.
  bytes.writeInt32BE(1000, 2);
  for (let join = 1; join <= 4; join++) {
    expect(warning).not.toHaveBeenCalled();
    await expect(progress.synced(7, 'me', bytes)).rejects.toMatchObject({ type: 'REBALANCE_IN_PROGRESS' });
  }
  expect(warning).toHaveBeenCalledWith(expect.stringContaining('the assignment that came cannot be read: '));
  // And whatever else meets bytes that end too early is no reason to end for good.
  expect(fatalErrorOf(new RangeError('out of range'))).toBeUndefined();
});

test('a join that a later one of the same member has overtaken is made again, not gone back to', async () => {
  const answers: ((starts: StartOffset[]) => void)[] = [];
  const starts = () => new Promise<StartOffset[]>((resolve) => answers.push(resolve));
  const offsets = { starts } as unknown as GroupOffsets;
  const progress = new JoinProgress(listener, () => offsets, { intervalMs: 1000, send: async () => {} });
  const first = progress.synced(7, 'me', Buffer.alloc(0));
  const second = progress.synced(8, 'me', Buffer.alloc(0));
  const overtaken = expect(first).rejects.toMatchObject({ type: 'REBALANCE_IN_PROGRESS' });
  answers[1]?.([]);
  await second;
  answers[0]?.([]);
  await overtaken;
  expect(progress.complete()?.membership.generation).toBe(8);
  // Another member id is another life: its group may have begun to count anew.
  const anew = progress.synced(1, 'me again', Buffer.alloc(0));
  answers[2]?.([]);
  await anew;
  expect(progress.complete()?.membership.generation).toBe(1);
});
