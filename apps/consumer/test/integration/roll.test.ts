import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '../fixtures/journal.js';
import { ScriptedFleet } from '../fixtures/scripted-fleet.js';
import { delivery, partition } from '../fixtures/stats.js';

jest.setTimeout(60_000);

// A reload, played by real processes that follow a script.

const member = (memberId: string) => ({ memberId, consumerState: 'running', partitions: [partition()] });

describe('a reload', () => {
  let fleet: ScriptedFleet;
  let left: string[];
  let startedBy: number[];
  const leaveFor = (memberId: string): Promise<boolean> => {
    left.push(memberId);
    startedBy.push(fleet.entries.filter(({ msg }) => msg === 'worker runs').length);
    return Promise.resolve(true);
  };

  beforeEach(async () => {
    fleet = await ScriptedFleet.open();
    left = [];
    startedBy = [];
  });
  afterEach(() => fleet.close());

  /** Two members, and then another plan. */
  const started = async (
    scripts: object[] = [{}, {}],
    times = {},
    workers = scripts.length,
  ): Promise<Promise<number>[]> => {
    const code = fleet.run(
      scripts.map((script, worker) => ({ stats: member(`old-${worker}`), ...script })),
      { plan: { leaveFor, workers }, times },
    );
    await fleet.running(workers);
    await until('all are members', () =>
      fleet.supervisor.view().workers.every(({ heardAt }) => heardAt !== undefined),
    );
    return [code];
  };
  const next = (scripts: object[]) =>
    fleet.plan(
      scripts.map((script, worker) => ({ stats: member(`new-${worker}`), ...script })),
      { leaveFor },
    );
  const lives = (): string[] =>
    fleet.journal.lines.filter((line) => /^(start|drain|keep|leave) \d/.test(line)).slice(2);

  it('replaces one worker after the other; each keeps its place until its successor joins', async () => {
    const beat = 10;
    const [code] = await started([{ beat }, { beat }]);
    fleet.supervisor.reload(
      next([
        { beat, slow: 500 },
        { beat, slow: 500 },
      ]),
    );
    await fleet.logged('the new config is in force: 2 workers replaced');
    expect(lives()).toEqual(['drain 0', 'keep 0', 'start 0', 'drain 1', 'keep 1', 'start 1']);
    await until('both places are given up', () => left.length === 2);
    expect(left).toEqual(['old-0', 'old-1']);
    // Not when the other one reports, which it does all the time.
    expect(startedBy).toEqual([3, 4]);
    expect(fleet.supervisor.view().reloadedAt).toBeDefined();
    fleet.supervisor.stop();
    expect(await code).toBe(0);
    expect([...fleet.said('error'), ...fleet.said('warning')]).toEqual([]);
  });

  it('goes back to the config before when a worker cannot start with the new one', async () => {
    const [code] = await started();
    fleet.supervisor.reload(next([{}, { start: 'fatal 2' }]));
    await fleet.logged('the new config is taken back');
    await until('worker 0 went back too', () => lives().filter((line) => line === 'start 0').length === 2);
    expect(fleet.said('error')).toEqual([
      'the new config is taken back, the one before stays in force: worker 1 cannot start with it: no such token file',
    ]);
    await fleet.running(5);
    expect(lives().filter((line) => line.startsWith('start'))).toEqual([
      'start 0',
      'start 1',
      'start 1',
      'start 0',
    ]);
    expect(fleet.supervisor.view().reloadedAt).toBeUndefined();
    expect(fleet.undone.map(({ configText }) => configText)).toEqual([
      expect.stringContaining('"memberId":"old-0"'),
    ]);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('takes a worker more back that cannot start, and the others go on', async () => {
    // It could not start by the config before either: its dead-letter file is somebody else's, say.
    const [code] = await started([{}, {}, { start: 'fatal 2' }], {}, 2);
    fleet.supervisor.reload(next([{}, {}, { start: 'fatal 2' }]));
    await fleet.logged('the new config is taken back');
    await until(
      'the others went back',
      () => lives().filter((line) => line.startsWith('start')).length === 5,
    );
    await until('its place is gone', () => fleet.supervisor.view().workers.length === 2);
    await until('the others are members again', () =>
      fleet.supervisor.view().workers.every(({ heardAt }) => heardAt !== undefined),
    );
    expect(lives().filter((line) => line === 'start 2')).toEqual(['start 2']);
    expect(fleet.said('critical')).toEqual([]);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('goes back when a successor does not get into the group that its predecessor was in', async () => {
    const [code] = await started([{}, {}], { joinMs: 200 });
    fleet.supervisor.reload(next([{ stats: { consumerState: 'connecting' } }, {}]));
    await fleet.logged('worker 0 did not get into the group within 0 s');
    await until('worker 0 went back', () => lives().filter((line) => line === 'start 0').length === 2);
    expect(lives()).not.toContain('drain 1');
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('drops what is under way for a config that comes later', async () => {
    const [code] = await started();
    fleet.supervisor.reload(next([{ stats: { consumerState: 'connecting' } }, {}]));
    await until('worker 0 has begun', () => lives().includes('start 0'));
    fleet.supervisor.reload(next([{}, {}]));
    await fleet.logged('the new config is in force');
    expect(lives().filter((line) => line.startsWith('start'))).toEqual(['start 0', 'start 0', 'start 1']);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('does not wait for the deadline where Splunk refuses what is held: the reload may mend that', async () => {
    const states = [delivery({ state: 'paused', cause: '403 Invalid token' })];
    const stuck = { ...member('old-0'), partitions: [partition({ inFlight: 7 })], states };
    const [code] = await started([{ stats: stuck, drain: 'hang' }, {}], { stillMs: 300 });
    fleet.supervisor.reload(next([{}, {}]));
    await fleet.logged('the new config is in force');
    expect(fleet.said('warning').filter((msg) => msg.startsWith('worker'))).toEqual([
      expect.stringContaining('worker 0 was replaced with an unknown number of records unsettled'),
    ]);
    // It had something unsettled: then it commits what it can and leaves in order.
    expect(fleet.journal.lines).toContain('leave 0');
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('starts more workers and ends some, the last ones first', async () => {
    const [code] = await started();
    fleet.supervisor.reload(next([{}, {}, {}]));
    await fleet.logged('2 workers replaced, 1 added');
    fleet.supervisor.reload(next([{}]));
    await fleet.logged('1 workers replaced, 2 removed');
    expect(fleet.supervisor.view().workers.map(({ worker }) => worker)).toEqual([0]);
    expect(fleet.journal.lines).toEqual(expect.arrayContaining(['leave 2', 'leave 1']));
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('gives way to a stop in its middle', async () => {
    const [code] = await started([{ drain: 'hang' }, {}], {});
    fleet.supervisor.reload(next([{}, {}]));
    await fleet.journal.saw('drain 0');
    fleet.supervisor.endAtOnce();
    expect(await code).toBe(3);
    expect(lives()).not.toContain('start 0');
  });

  it('replaces a worker that dies in the middle of it by the new config', async () => {
    const [code] = await started([{ drain: 'die' }, {}]);
    fleet.supervisor.reload(next([{}, {}]));
    await fleet.logged('the new config is in force: 2 workers replaced');
    await until('both places are given up', () => left.length === 2);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('has a worker leave by itself that is in its first join, and has no id yet', async () => {
    const [code] = await started([{ stats: { consumerState: 'joining' } }, {}]);
    fleet.supervisor.reload(next([{}, {}]));
    await fleet.logged('the new config is in force: 2 workers replaced');
    expect(fleet.journal.lines).toEqual(expect.arrayContaining(['leave 0', 'keep 1']));
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });
});
