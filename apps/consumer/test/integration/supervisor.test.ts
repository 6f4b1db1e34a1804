import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { isAlive, type Journal, until } from '../fixtures/journal.js';
import { fixture, ScriptedFleet } from '../fixtures/scripted-fleet.js';
import { delivery, partition } from '../fixtures/stats.js';

jest.setTimeout(60_000);

describe('supervisor with real processes', () => {
  let fleet: ScriptedFleet;
  let journal: Journal;
  let left: string[];

  beforeEach(async () => {
    fleet = await ScriptedFleet.open();
    journal = fleet.journal;
    left = [];
  });
  afterEach(() => fleet.close());

  it('drains in two phases: nobody leaves before everybody has drained', async () => {
    const go = join(journal.folder, 'go');
    const code = fleet.run([
      { drain: 'report 0', statsAfterDrained: { deliveredEvents: 42 } },
      { drain: `file ${go}` },
      { drain: 'report 0' },
    ]);
    await fleet.running(3);
    fleet.supervisor.stop();
    await journal.saw('drain 1');
    await journal.saw('drained 2');
    // The statistics travel behind worker 0's report: once they are here, a leave that came too early is on its way.
    await until('worker 0 was heard', () => fleet.observer.deliveredEvents === 42);
    writeFileSync(go, '');
    expect(await code).toBe(0);
    const { lines } = journal;
    const lastDrained = Math.max(...[0, 1, 2].map((w) => lines.indexOf(`drained ${w}`)));
    const firstLeave = Math.min(...[0, 1, 2].map((w) => lines.indexOf(`leave ${w}`)));
    expect(firstLeave).toBeGreaterThan(lastDrained);
    expect(fleet.said('info')).toContain('stopped: everything that was read is settled and committed');
  });

  it('answers 3 and names what is unsettled, partition by partition', async () => {
    const stats = { partitions: [partition({ partition: 3, inFlight: 5, settledOffset: 17 }), partition()] };
    const code = fleet.run([{ drain: 'report 5', stats }, {}]);
    await fleet.running(2);
    fleet.supervisor.stop();
    expect(await code).toBe(3);
    expect(fleet.said('warning')).toEqual([
      'orders[3]: 5 records unsettled from offset 17 on, by the last report of worker 0',
    ]);
    expect(fleet.said('error').join()).toMatch(/^stopped with 5 records unsettled\. Nothing is lost/);
    expect(journal.lines).toContain('leave 0');
  });

  it('does not wait for a worker that hangs in the drain beyond the deadline', async () => {
    const code = fleet.run([{ drain: 'hang' }, {}], {
      plan: { drainDeadlineMs: 50 },
      times: { graceMs: 50 },
    });
    await fleet.running(2);
    fleet.supervisor.stop();
    expect(await code).toBe(3);
    expect(fleet.said('error').join('\n')).toContain(
      'worker 0: what it left unsettled is unknown: it had not reported at the deadline',
    );
    expect(journal.lines).toEqual(expect.arrayContaining(['leave 0', 'leave 1']));
  });

  it('kills a worker that does not leave; nothing was unsettled, so the answer is 0', async () => {
    const code = fleet.run([{ leave: 'hang' }, {}], { times: { leaveMs: 1000 } });
    await fleet.running(2);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
    expect(fleet.said('warning')).toEqual([
      expect.stringContaining('worker 0 did not end by itself and was killed'),
    ]);
  });

  it('says that it does not know what a worker left that died in the drain, and does not replace it', async () => {
    const code = fleet.run([{ drain: 'die' }, {}]);
    await fleet.running(2);
    fleet.supervisor.stop();
    expect(await code).toBe(3);
    expect(fleet.said('error').join('\n')).toContain(
      'worker 0: what it left unsettled is unknown: it died during the drain (killed by SIGKILL)',
    );
    expect(journal.lines.filter((line) => line === 'start 0')).toHaveLength(1);
  });

  it('ends at once when told to', async () => {
    const code = fleet.run([{ drain: 'hang' }, {}]);
    await fleet.running(2);
    fleet.supervisor.stop();
    await journal.saw('drain 0');
    fleet.supervisor.endAtOnce();
    expect(await code).toBe(3);
    expect(journal.pids.some(isAlive)).toBe(false);
  });

  it('answers 0 when it is ended before a worker had anything to lose', async () => {
    const code = fleet.run([{ start: 'nothing' }, { start: 'nothing' }]);
    await journal.saw('start 0');
    await journal.saw('start 1');
    fleet.supervisor.endAtOnce();
    expect(await code).toBe(0);
  });

  it('replaces a worker that is killed, and goes on counting', async () => {
    const code = fleet.run([{ stats: { deliveredEvents: 7 } }, {}]);
    await fleet.running(2);
    await until('worker 0 was heard', () => fleet.observer.deliveredEvents === 7);
    process.kill(
      journal.pids[journal.lines.indexOf('start 0') < journal.lines.indexOf('start 1') ? 0 : 1] as number,
      'SIGKILL',
    );
    await fleet.running(3);
    await until('its successor was heard', () => fleet.observer.deliveredEvents === 14);
    expect(fleet.said('error')).toEqual(['worker 0 died (killed by SIGKILL); a new one starts in 5 ms']);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('replaces a worker that ends without being told to, with any exit code', async () => {
    const code = fleet.run([{ once: { afterRunning: 'exit 1' } }, { once: { afterRunning: 'exit 2' } }]);
    await fleet.running(4);
    expect(fleet.said('error').sort()).toEqual([
      'worker 0 died (exit code 1); a new one starts in 5 ms',
      'worker 1 died (exit code 2); a new one starts in 5 ms',
    ]);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('gives up with 4 and the last cause when every worker dies again and again', async () => {
    const code = fleet.run([{ start: 'exit 1' }, { start: 'exit 1' }]);
    expect(await code).toBe(4);
    expect(fleet.said('critical').at(-1)).toBe(
      'crash loop: every worker died 5 times soon after its start, and nothing was delivered yet; the last one: exit code 1: TEST_BROKEN: broken on purpose',
    );
  });

  it('goes on while one worker runs, however often the other dies', async () => {
    const code = fleet.run([{ start: 'exit 1' }, {}]);
    await until('worker 0 died ten times', () => (fleet.supervisor.view().workers[0]?.restarts ?? 0) >= 10);
    // Once that it goes on, and each like death ever more seldom.
    expect(fleet.said('critical')).toEqual([expect.stringMatching(/^workers died 5 times within/)]);
    expect(fleet.said('error').length).toBeLessThan(10);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('ends with 2 when a worker cannot start with this config, and drains the others', async () => {
    const code = fleet.run([{}, { start: 'fatal 2' }]);
    expect(await code).toBe(2);
    expect(fleet.said('critical')).toEqual(['worker 1 cannot start with this config: no such token file']);
  });

  it('ignores garbled messages, and says so once per worker', async () => {
    const code = fleet.run([{ garbled: ['x', null, { type: 'stats' }, { type: 'nonsense' }, [1]] }]);
    await fleet.running(1);
    expect(fleet.said('warning')).toEqual(['a message of the worker was garbled and is ignored']);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('outlives an operating system that has no room for a worker, and starts it when there is some', async () => {
    // Refused with an error that Node throws, as it throws ENOMEM: an environment that is too large.
    process.env.FAR_TOO_MUCH = 'x'.repeat(4_000_000);
    const code = fleet.run([{}]);
    try {
      await fleet.logged('worker 0 died (not started: WORKER_NOT_STARTED');
    } finally {
      delete process.env.FAR_TOO_MUCH;
    }
    await fleet.running(1);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('kills a worker that says nothing', async () => {
    const code = fleet.run([{}], { entry: fixture('silent-worker'), times: { helloMs: 30 } });
    expect(await code).toBe(4);
    expect(fleet.said('critical').join()).toContain(
      'killed by SIGKILL: WORKER_SILENT: it said nothing within 30 ms',
    );
  });

  it('does not work with a worker of another version', async () => {
    expect(await fleet.run([{}], { entry: fixture('other-protocol-worker') })).toBe(4);
    expect(fleet.said('critical').join()).toContain('the program was replaced while it ran, start it anew');
  });

  it('names idle workers, and tells a pause once for all workers', async () => {
    const states = [delivery({ state: 'paused', cause: '403 Invalid token', since: Date.now() })];
    const code = fleet.run([{ stats: { partitions: [partition()], states } }, { stats: { states } }]);
    await fleet.logged('worker 1 idle');
    await fleet.logged('paused: 403 Invalid token');
    fleet.supervisor.stop();
    expect(await code).toBe(0);
    expect(fleet.said('warning').filter((msg) => msg.includes('403'))).toHaveLength(1);
  });

  it('kills and replaces a worker whose event loop never turns again, and one that is stopped', async () => {
    const member = (id: string) => ({ memberId: id, consumerState: 'running' });
    const code = fleet.run(
      [
        { stats: member('busy'), beat: 20, once: { afterRunning: 'busy' } },
        { stats: member('stopped'), beat: 20 },
      ],
      {
        plan: {
          hangMs: 500,
          leaveFor: (id) => {
            left.push(id);
            return Promise.resolve(true);
          },
        },
        times: { lookMs: 50 },
      },
    );
    await fleet.logged('worker 0 died (killed by SIGKILL: WORKER_HANGS: nothing was heard of it for 0.5 s)');
    await fleet.running(3);
    const stopped = fleet.supervisor.view().workers[1]?.pid as number;
    process.kill(stopped, 'SIGSTOP');
    await fleet.logged('worker 1 died (killed by SIGKILL: WORKER_HANGS');
    await fleet.running(4);
    await until('both places are given up', () => left.length === 2);
    expect(left).toEqual(['busy', 'stopped']);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('drains and replaces a worker that takes too much memory', async () => {
    const process = { residentBytes: 900, cpuSeconds: 0 };
    const code = fleet.run(
      [
        { stats: { process }, beat: 100 },
        { stats: {}, beat: 100 },
      ],
      {
        plan: { memory: { heapMib: 64, residentBytes: 800, leastBytes: 0 } },
      },
    );
    await fleet.logged('worker 0 is replaced');
    expect(fleet.said('warning').find((msg) => msg.includes('takes 0 MiB'))).toMatch(
      /^worker 0 takes 0 MiB of memory and may take 0 .*another takes its/,
    );
    expect(fleet.journal.lines.filter((line) => line.endsWith(' 0'))).toEqual([
      'start 0',
      'drain 0',
      'drained 0',
      'leave 0',
      'start 0',
    ]);
    fleet.supervisor.stop();
    expect(await code).toBe(0);
    expect(fleet.said('error')).toEqual([]);
  });

  it('does not call a worker replaced whose successor died', async () => {
    const stats = { process: { residentBytes: 900, cpuSeconds: 0 }, deliveredEvents: 1 };
    const code = fleet.run([{ start: 'exit 1', once: { start: 'run', stats, beat: 100 } }, {}], {
      plan: { memory: { heapMib: 64, residentBytes: 800, leastBytes: 0 } },
    });
    await until(
      'several successors died',
      () => journal.lines.filter((line) => line === 'start 0').length > 3,
    );
    expect(fleet.said('error').join('\n')).toContain('worker 0 died (exit code 1');
    expect(fleet.said('info')).not.toContain('worker 0 is replaced');
    fleet.supervisor.stop();
    expect(await code).toBe(0);
  });

  it('says once that workers die again and again, and at which record; it does not end for that', async () => {
    const stats = {
      deliveredEvents: 1,
      partitions: [partition({ settledOffset: 1234, lag: 5 }), partition({ lag: 0 })],
    };
    const code = fleet.run([{ stats, afterRunning: 'exit 1' }]);
    await fleet.logged('workers died 5 times within');
    await fleet.running(9);
    expect(fleet.said('critical')).toEqual([
      expect.stringContaining(
        'the last one: exit code 1; each time reading stood at orders[0] at offset 1234.',
      ),
    ]);
    // The first, second, fourth, eighth death of a row of like ones.
    expect(fleet.said('error').length).toBeLessThanOrEqual(4);
    fleet.supervisor.stop();
    expect([0, 3]).toContain(await code);
  });

  it('ends with 4 when every worker crashes soon after its start and nothing was ever delivered', async () => {
    expect(await fleet.run([{ afterRunning: 'exit 1' }, { afterRunning: 'exit 1' }])).toBe(4);
  });
});
