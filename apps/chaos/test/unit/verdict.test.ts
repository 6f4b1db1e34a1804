import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge } from '../../src/judge/verdict.js';
import { aFault, goodConduct, goodRun } from '../fixtures/good-run.js';

const complaints = (change: Parameters<typeof goodRun>[0]): readonly string[] =>
  judge(goodRun(change), goodConduct).complaints;
const run = goodRun();
const again = (number: number, at: number, receiver = 1) => [...run.taken, { number, at, receiver }];
const withFlavour = (number: number, flavour: 'poison' | 'oversized') =>
  run.log.map((record) => (record.number === number ? { ...record, flavour } : record));
const without = (number: number) => run.taken.filter((each) => each.number !== number);
const letter = { partition: 1, offset: 2, number: 5, code: 6, status: 400, seenAt: 1005 };

describe('the verdict', () => {
  test('finds nothing where there is nothing', () => {
    expect(judge(run, goodConduct)).toMatchObject({ events: 20, lost: 0, repeats: [], complaints: [] });
  });

  test('finds any one event that is lost', () => {
    fc.assert(
      fc.property(fc.nat({ max: 19 }), (number) => {
        const verdict = judge(goodRun({ taken: without(number) }), goodConduct);
        expect(verdict.lost).toBe(1);
        expect(verdict.complaints.join()).toMatch(/1 lost/);
        // It was committed all the same.
        expect(verdict.complaints.join()).toMatch(/committed ahead/);
      }),
    );
  });

  test('finds any commit that came before its event', () => {
    fc.assert(
      fc.property(fc.nat({ max: 19 }), fc.integer({ min: 1, max: 500 }), (index, early) => {
        const commits = run.commits.map((each, at) =>
          at === index ? { ...each, at: each.at - early } : each,
        );
        expect(complaints({ commits }).join()).toMatch(/1 committed ahead/);
      }),
    );
  });

  test('finds a repeat that nothing excuses', () => {
    expect(complaints({ taken: again(5, 1500) })).toEqual([
      expect.stringMatching(/^1 repeated without excuse: 1\/2/),
    ]);
  });

  test('lets a record be there as often as it is in the topic', () => {
    const log = [...run.log, { ...(run.log[5] as (typeof run.log)[number]), offset: 10 }];
    expect(complaints({ log, taken: again(5, 1500) })).toEqual([]);
    expect(
      complaints({ log, taken: [...again(5, 1500), { number: 5, at: 1600, receiver: 1 }] }),
    ).toHaveLength(1);
  });

  test('a lost answer excuses what its own receiver took meanwhile, and nothing else', () => {
    const taken = again(5, 9000);
    expect(complaints({ taken, faults: [aFault('reset', 1000, 1010)] })).toEqual([]);
    expect(complaints({ taken, faults: [aFault('reset', 1000, 1010, 2)] })).toHaveLength(1);
    expect(complaints({ taken, faults: [aFault('reset', 8000, 8500)] })).toHaveLength(1);
    expect(complaints({ taken, faults: [aFault('busy-one', 1000, 1010)] })).toHaveLength(1);
  });

  test('a lost member excuses what was not committed, and nothing else', () => {
    const taken = again(5, 2000);
    const faults = [aFault('kill-worker', 1500)];
    expect(complaints({ taken, faults })).toHaveLength(1);
    expect(complaints({ taken, faults, commits: run.commits.filter(({ offset }) => offset <= 2) })).toEqual(
      [],
    );
    // What came again before the fault does not come from it.
    expect(complaints({ taken: again(5, 1400), faults, commits: [] })).toHaveLength(1);
  });

  test('a killed worker excuses nothing that was taken long after it was dead and committed meanwhile', () => {
    const commits = run.commits.filter(({ offset }) => offset <= 2);
    const late = { partition: 1, at: 30_000, offset: 10 };
    const taken = run.taken.map((each) => (each.number === 5 ? { ...each, at: 20_000 } : each));
    const twice = [...taken, { number: 5, at: 50_000, receiver: 1 }].sort((a, b) => a.at - b.at);
    const faults = [aFault('kill-worker', 15_000)];
    expect(complaints({ taken: twice, faults, commits: [...commits, late] }).join()).toMatch(/1 repeated/);
    // A request of the old owner that is tried again a moment after the new one has committed.
    expect(
      complaints({ taken: twice, faults, commits: [...commits, { ...late, at: 49_000 }] }).join(),
    ).not.toMatch(/repeated/);
  });

  test('a worker that slept may send what it held, and only that', () => {
    // Committed to the end while it slept from 1500 to 9000; it held what was written before.
    const faults = [aFault('stop-worker', 1002, 19_000)];
    const commits = [{ partition: 1, at: 1_100, offset: 10 }];
    expect(complaints({ taken: again(5, 19_100), faults, commits })).toEqual([]);
    const log = run.log.map((each) => (each.number === 5 ? { ...each, writtenAt: 3_000 } : each));
    expect(complaints({ taken: again(5, 19_100), faults, commits, log })).toHaveLength(1);
  });

  test('blames who took the event, before who made the group rebalance', () => {
    const commits = run.commits.filter(({ offset }) => offset <= 2);
    const faults = [aFault('kill-worker', 1500), aFault('partition-added', 1600)];
    const { repeats } = judge(goodRun({ faults, commits, taken: again(5, 2000) }), goodConduct);
    expect(repeats.map(({ cause }) => cause?.name)).toEqual(['kill-worker']);
  });

  test('counts what a kill may repeat, and wants commits to be close behind', () => {
    const commits = run.commits.filter(({ offset }) => offset <= 2);
    const faults = [aFault('kill-worker', 1500)];
    const { kills } = judge(goodRun({ faults, commits, taken: again(5, 2000) }), goodConduct);
    expect(kills).toEqual([{ name: 'kill-worker', at: 1500, atMost: 16, repeated: 1, oldestMs: 496 }]);
    expect(complaints({ faults: [aFault('kill-worker', 7000)], commits })).toEqual([
      expect.stringMatching(/^commits were 5996 ms behind/),
    ]);
  });

  test('an acknowledgement that is lost excuses what waited for it', () => {
    const taken = again(5, 20_000);
    const faults = [aFault('ack-lost', 5_000, 6_000)];
    expect(complaints({ taken, faults, ack: true })).toEqual([]);
    expect(complaints({ taken, faults, ack: false })).toHaveLength(1);
    // Indexed in another order than they were taken.
    const swapped = [aFault('ack-lost', 5_000, 6_000, 1)];
    expect(complaints({ taken: again(5, 7_000), faults: swapped, ack: true })).toEqual([]);
    expect(complaints({ taken: again(5, 7_000), faults: swapped, ack: false })).toHaveLength(1);
    expect(complaints({ taken, faults: [aFault('ack-lost', 5_000, 6_000, 2)], ack: true })).toHaveLength(1);
  });

  test('wants to be told of a full disk', () => {
    const full = { ...aFault('disk-full', 1000, 1900), told: true };
    expect(complaints({ faults: [full] })).toEqual([]);
    expect(complaints({ faults: [{ ...full, told: false }] })).toEqual([
      expect.stringMatching(/did not say so/),
    ]);
  });

  describe('of a topic that was made anew', () => {
    const log = [100, 101, 102, 103].map((number) => ({
      ...(run.log[0] as (typeof run.log)[number]),
      number,
      offset: number - 100,
    }));
    const took = (...numbers: number[]) => numbers.map((number, at) => ({ number, at, receiver: 0 }));
    const side = { first: 90, since: 100, written: 104, log, taken: took(90, 91, 100, 101, 102, 103) };

    test('counts what was deleted with it, and wants all that came afterwards', () => {
      const verdict = judge(goodRun({ side }), goodConduct);
      expect(verdict.complaints).toEqual([]);
      expect(verdict.side).toMatchObject({ events: 14, lostWithTopic: 8, lost: [], repeats: [] });
      expect(complaints({ side: { ...side, taken: took(100, 101, 103) } })).toEqual([
        expect.stringMatching(/^1 lost of the topic that was made anew: 0\/2/),
      ]);
    });

    test('wants a reason for what was repeated', () => {
      const taken = took(100, 101, 102, 103, 103);
      expect(complaints({ side: { ...side, taken } })).toHaveLength(1);
      expect(complaints({ side: { ...side, taken }, faults: [aFault('topic-anew', 0, 1)] })).toEqual([]);
    });

    test('says when Kafka has lost some of it', () => {
      expect(complaints({ side: { ...side, written: 105 } })).toEqual([
        expect.stringMatching(/Kafka lost 1/),
      ]);
    });
  });

  test('a stop in good order excuses nothing', () => {
    for (const name of ['rolling-restart', 'reload', 'busy-all', 'token-disabled', 'slow'] as const) {
      expect(
        complaints({ taken: again(5, 2000), commits: [], faults: [aFault(name, 1000, 1900)] }),
      ).toHaveLength(1);
    }
  });

  test('wants the right reason in a dead letter', () => {
    const poisoned = { log: withFlavour(5, 'poison'), taken: without(5) };
    expect(complaints({ ...poisoned, letters: [letter] })).toEqual([]);
    expect(complaints({ ...poisoned, letters: [{ ...letter, code: 9, status: 503 }] })).toHaveLength(1);
    expect(complaints({ ...poisoned, letters: [{ ...letter, number: 6 }] })).toHaveLength(1);
    expect(complaints({ letters: [letter] })).toEqual([expect.stringMatching(/misplaced/)]);
    const oversized = { log: withFlavour(5, 'oversized'), taken: without(5) };
    expect(complaints({ ...oversized, letters: [{ ...letter, code: undefined, status: 413 }] })).toEqual([]);
    expect(complaints({ log: withFlavour(5, 'poison') })).toEqual([
      expect.stringMatching(/a receiver has it/),
    ]);
  });

  test('a dead letter settles when it is seen in its file, not before', () => {
    const late = { ...letter, seenAt: 1700 };
    const found = complaints({ log: withFlavour(5, 'poison'), taken: without(5), letters: [late] });
    expect(found.join()).toMatch(/committed ahead/);
  });

  test.each([
    [{ workerBytes: 2 }, /MiB/],
    [{ lastExit: 3 }, /exit 3/],
    [{ secretsSeen: ['the output'] }, /token/],
    [{ leftBehind: 1 }, /left behind/],
    [{ caughtUp: false }, /committed in the end/],
    [{ notRecovered: 1 }, /did not recover/],
  ])('looks at the program itself: %j', (change, words) => {
    expect(judge(run, { ...goodConduct, ...change }).complaints).toEqual([expect.stringMatching(words)]);
  });

  test('says when Kafka itself has lost something, or somebody else wrote', () => {
    expect(complaints({ written: 21 })).toEqual([expect.stringMatching(/Kafka lost 1/)]);
    expect(complaints({ foreign: 1 })).toEqual([expect.stringMatching(/none of ours/)]);
  });
});

test('an outage and a standstill are measured over the slowest partition', () => {
  const taken = run.taken.map((each) =>
    each.at >= 1010 && each.number % 2 === 1 ? { ...each, at: each.at + 500 } : each,
  );
  const sorted = taken.sort((a, b) => a.at - b.at);
  const faults = [aFault('busy-all', 1001, 1010), aFault('kill-worker', 1009)];
  expect(judge(goodRun({ taken: sorted, faults }), goodConduct).measured).toEqual([
    { name: 'busy-all', ms: 501 },
    { name: 'kill-worker', ms: 502 },
  ]);
});
