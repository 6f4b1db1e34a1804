import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createLog } from '../../../src/observe/log.js';
import { type DeadMember, DeadMembers } from '../../../src/supervisor/dead-members.js';

describe('members of dead workers', () => {
  let gone: string[];
  let lines: { level: string; msg: string }[];
  let answer: () => Promise<boolean>;
  let members: DeadMembers;

  beforeEach(() => {
    jest.useFakeTimers();
    gone = [];
    lines = [];
    answer = () => Promise.resolve(true);
    members = new DeadMembers(createLog({ level: 'debug', write: (line) => lines.push(JSON.parse(line)) }), {
      patienceMs: 5000,
      joinMs: 100,
    });
  });
  afterEach(() => void jest.useRealTimers());

  const dead = (memberId: string): DeadMember => ({
    worker: 3,
    memberId,
    leaveFor: (id) => {
      gone.push(id);
      return answer();
    },
  });

  it('go at once while others are in the group', async () => {
    members.add(dead('a'), true);
    expect(gone).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(0);
    expect(lines.map(({ msg }) => msg)).toEqual([
      'worker 3: its place in the group is given up, its partitions go to the others',
    ]);
  });

  it('wait for the next one to join where they were alone, so that the group never becomes empty', async () => {
    members.add(dead('a'), false);
    await jest.advanceTimersByTimeAsync(1000);
    members.joining();
    expect(gone).toEqual([]);
    await jest.advanceTimersByTimeAsync(100);
    expect(gone).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(gone).toEqual(['a']);
  });

  it('go without a successor when none comes', async () => {
    members.add(dead('a'), false);
    await jest.advanceTimersByTimeAsync(5000);
    expect(gone).toEqual(['a']);
  });

  it('all go at the end, which waits a while and no longer', async () => {
    answer = () => new Promise(() => undefined);
    members.add(dead('a'), false);
    const closed = members.close(1000);
    expect(gone).toEqual(['a']);
    await jest.advanceTimersByTimeAsync(1000);
    await closed;
  });

  it('tells why a place could not be given up, and what that means', async () => {
    answer = () => Promise.reject(new Error('no broker answers'));
    members.add(dead('a'), true);
    await jest.advanceTimersByTimeAsync(0);
    expect(lines).toMatchObject([
      {
        level: 'warning',
        msg: expect.stringMatching(/stand still until its session is over.*no broker answers/),
      },
    ]);
  });
});
