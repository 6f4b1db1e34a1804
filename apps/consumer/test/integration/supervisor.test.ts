import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { fanOut } from '../../src/observe/fleet-events.js';
import { FleetObserver } from '../../src/observe/fleet-observer.js';
import { createLog } from '../../src/observe/log.js';
import { defaultRestartTimes } from '../../src/supervisor/restart-policy.js';
import { Supervisor, type SupervisorTimes } from '../../src/supervisor/supervisor.js';
import { isAlive, Journal, until } from '../fixtures/journal.js';
import { delivery, partition } from '../fixtures/stats.js';

jest.setTimeout(60_000);

type Entry = Record<string, unknown> & { level: string; msg: string };
type Script = Record<string, unknown>;

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.mjs`, import.meta.url));

describe('supervisor with real processes', () => {
  let journal: Journal;
  let entries: Entry[];
  let supervisor: Supervisor;
  let observer: FleetObserver;

  beforeEach(async () => {
    journal = await Journal.open();
    entries = [];
  });
  afterEach(async () => {
    supervisor.endAtOnce();
    await until('every worker is gone', () => journal.pids.every((pid) => !isAlive(pid)));
    await journal.remove();
  });

  const supervise = (
    scripts: readonly Script[],
    over: { entry?: string; deadlineMs?: number; times?: Partial<SupervisorTimes> } = {},
  ): Promise<number> => {
    const log = createLog({ level: 'debug', write: (line) => entries.push(JSON.parse(line) as Entry) });
    observer = new FleetObserver({ log, workers: scripts.length, idleSettleMs: 0 });
    supervisor = new Supervisor({
      plan: {
        configText: JSON.stringify({ journal: journal.path, workers: scripts }),
        workers: scripts.length,
        drainDeadlineMs: over.deadlineMs ?? 20_000,
      },
      file: 'test.yml',
      log,
      observer: fanOut([observer]),
      workerEntry: over.entry ?? fixture('scripted-worker'),
      times: { restart: { ...defaultRestartTimes, firstMs: 5, maxMs: 20 }, ...over.times },
    });
    return supervisor.run();
  };
  const running = (count: number): Promise<void> =>
    until(`${count} workers run`, () => entries.filter(({ msg }) => msg === 'worker runs').length >= count);
  const logged = (words: string): Promise<void> =>
    until(`the log says "${words}"`, () => entries.some(({ msg }) => msg.includes(words)));
  const said = (level: string): string[] =>
    entries.filter((entry) => entry.level === level).map(({ msg }) => msg);

  it('drains in two phases: nobody leaves before everybody has drained', async () => {
    const go = join(journal.folder, 'go');
    const code = supervise([
      { drain: 'report 0', statsAfterDrained: { deliveredEvents: 42 } },
      { drain: `file ${go}` },
      { drain: 'report 0' },
    ]);
    await running(3);
    supervisor.stop();
    await journal.saw('drain 1');
    await journal.saw('drained 2');
    // The statistics travel behind worker 0's report: once they are here, a leave that came too early is on its way.
    await until('worker 0 was heard', () => observer.deliveredEvents === 42);
    writeFileSync(go, '');
    expect(await code).toBe(0);
    const { lines } = journal;
    const lastDrained = Math.max(...[0, 1, 2].map((w) => lines.indexOf(`drained ${w}`)));
    const firstLeave = Math.min(...[0, 1, 2].map((w) => lines.indexOf(`leave ${w}`)));
    expect(firstLeave).toBeGreaterThan(lastDrained);
    expect(said('info')).toContain('stopped: everything that was read is settled and committed');
  });

  it('answers 3 and names what is unsettled, partition by partition', async () => {
    const stats = { partitions: [partition({ partition: 3, inFlight: 5, settledOffset: 17 }), partition()] };
    const code = supervise([{ drain: 'report 5', stats }, {}]);
    await running(2);
    supervisor.stop();
    expect(await code).toBe(3);
    expect(said('warning')).toEqual([
      'orders[3]: 5 records unsettled from offset 17 on, by the last report of worker 0',
    ]);
    expect(said('error').join()).toMatch(/^stopped with 5 records unsettled\. Nothing is lost/);
    expect(journal.lines).toContain('leave 0');
  });

  it('does not wait for a worker that hangs in the drain beyond the deadline', async () => {
    const code = supervise([{ drain: 'hang' }, {}], { deadlineMs: 50, times: { graceMs: 50 } });
    await running(2);
    supervisor.stop();
    expect(await code).toBe(3);
    expect(said('error').join('\n')).toContain(
      'worker 0: what it left unsettled is unknown: it had not reported at the deadline',
    );
    expect(journal.lines).toEqual(expect.arrayContaining(['leave 0', 'leave 1']));
  });

  it('kills a worker that does not leave; nothing was unsettled, so the answer is 0', async () => {
    const code = supervise([{ leave: 'hang' }, {}], { times: { leaveMs: 50 } });
    await running(2);
    supervisor.stop();
    expect(await code).toBe(0);
    expect(said('warning')).toEqual([
      expect.stringContaining('worker 0 did not end by itself and was killed'),
    ]);
  });

  it('says that it does not know what a worker left that died in the drain, and does not replace it', async () => {
    const code = supervise([{ drain: 'die' }, {}]);
    await running(2);
    supervisor.stop();
    expect(await code).toBe(3);
    expect(said('error').join('\n')).toContain(
      'worker 0: what it left unsettled is unknown: it died during the drain (killed by SIGKILL)',
    );
    expect(journal.lines.filter((line) => line === 'start 0')).toHaveLength(1);
  });

  it('ends at once when told to', async () => {
    const code = supervise([{ drain: 'hang' }, {}]);
    await running(2);
    supervisor.stop();
    await journal.saw('drain 0');
    supervisor.endAtOnce();
    expect(await code).toBe(3);
    expect(journal.pids.some(isAlive)).toBe(false);
  });

  it('answers 0 when it is ended before a worker had anything to lose', async () => {
    const code = supervise([{ start: 'nothing' }, { start: 'nothing' }]);
    await journal.saw('start 0');
    await journal.saw('start 1');
    supervisor.endAtOnce();
    expect(await code).toBe(0);
  });

  it('replaces a worker that is killed, and goes on counting', async () => {
    const code = supervise([{ stats: { deliveredEvents: 7 } }, {}]);
    await running(2);
    await until('worker 0 was heard', () => observer.deliveredEvents === 7);
    process.kill(
      journal.pids[journal.lines.indexOf('start 0') < journal.lines.indexOf('start 1') ? 0 : 1] as number,
      'SIGKILL',
    );
    await running(3);
    await until('its successor was heard', () => observer.deliveredEvents === 14);
    expect(said('error')).toEqual(['worker 0 died (killed by SIGKILL); a new one starts in 5 ms']);
    supervisor.stop();
    expect(await code).toBe(0);
  });

  it('replaces a worker that ends without being told to, with any exit code', async () => {
    const code = supervise([{ once: { afterRunning: 'exit 1' } }, { once: { afterRunning: 'exit 2' } }]);
    await running(4);
    expect(said('error').sort()).toEqual([
      'worker 0 died (exit code 1); a new one starts in 5 ms',
      'worker 1 died (exit code 2); a new one starts in 5 ms',
    ]);
    supervisor.stop();
    expect(await code).toBe(0);
  });

  it('gives up with 4 and the last cause when every worker dies again and again', async () => {
    const code = supervise([{ start: 'exit 1' }, { start: 'exit 1' }]);
    expect(await code).toBe(4);
    expect(said('critical')).toEqual([
      'crash loop: every worker died 5 times before it got to run; the last one: exit code 1: TEST_BROKEN: broken on purpose',
    ]);
  });

  it('goes on while one worker runs, however often the other dies', async () => {
    const code = supervise([{ start: 'exit 1' }, {}]);
    await until('worker 0 died ten times', () => said('error').length >= 10);
    expect(said('critical')).toEqual([]);
    supervisor.stop();
    expect(await code).toBe(0);
  });

  it('ends with 2 when a worker cannot start with this config, and drains the others', async () => {
    const code = supervise([{}, { start: 'fatal 2' }]);
    expect(await code).toBe(2);
    expect(said('critical')).toEqual(['worker 1 cannot start with this config: no such token file']);
  });

  it('ignores garbled messages, and says so once per worker', async () => {
    const code = supervise([{ garbled: ['x', null, { type: 'stats' }, { type: 'nonsense' }, [1]] }]);
    await running(1);
    expect(said('warning')).toEqual(['a message of the worker was garbled and is ignored']);
    supervisor.stop();
    expect(await code).toBe(0);
  });

  it('kills a worker that says nothing', async () => {
    const code = supervise([{}], { entry: fixture('silent-worker'), times: { helloMs: 30 } });
    expect(await code).toBe(4);
    expect(said('critical').join()).toContain(
      'killed by SIGKILL: WORKER_SILENT: it said nothing within 30 ms',
    );
  });

  it('does not work with a worker of another version', async () => {
    expect(await supervise([{}], { entry: fixture('other-protocol-worker') })).toBe(4);
    expect(said('critical').join()).toContain('the program was replaced while it ran, start it anew');
  });

  it('names idle workers, and tells a pause once for all workers', async () => {
    const states = [delivery({ state: 'paused', cause: '403 Invalid token', since: Date.now() })];
    const code = supervise([{ stats: { partitions: [partition()], states } }, { stats: { states } }]);
    await logged('worker 1 idle');
    await logged('paused: 403 Invalid token');
    supervisor.stop();
    expect(await code).toBe(0);
    expect(said('warning').filter((msg) => msg.includes('403'))).toHaveLength(1);
  });
});
