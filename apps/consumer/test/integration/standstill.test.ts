import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { until } from '../fixtures/journal.js';
import type { LogLine, RunningApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';
import { trialForEach } from '../fixtures/trial-for-each.js';

// Invariant 7: what is not an event's fault pauses, says so, probes and heals. It drops nothing and ends nothing.

const trial = trialForEach({
  tokens: [{ token: 'aaaaaaaa-0000-4000-8000-00000000000a', indexes: ['main', 'web'] }],
});

function deadLetterBytes(app: RunningApp): number {
  const folder = join(app.folder, 'dead-letters');
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
}

/** The line that an index of the config is refused. */
const isRefused = ({ level, msg }: LogLine): boolean =>
  level === 'warning' && msg.includes('paused') && msg.includes('typo') && msg.includes('Incorrect index');

describe('invariant 7', () => {
  test('a disabled token pauses with its cause, fills no dead letters, and heals by itself', async () => {
    const topic = await testTopic(trial.brokers);
    await topic.produce(20_000);
    trial.receiver.tokens.disable(trial.receiver.token);
    const app = trial.start(topic);
    const paused = await app.until(
      (line) => line.msg.includes('paused') && line.msg.includes('Token disabled'),
    );
    expect(paused.level).toBe('warning');
    trial.receiver.tokens.enable(trial.receiver.token);
    await trial.arrived(app, topic, 20_000);
    expect(deadLetterBytes(app)).toBe(0);
    expect(app.workers()).toHaveLength(1);
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 20_000, duplicated: 0 });
  }, 120_000);

  test('a token that is replaced in its file while the old one is refused is taken without a restart', async () => {
    const topic = await testTopic(trial.brokers);
    await topic.produce(20_000);
    const [old, fresh] = ['aaaaaaaa-0000-4000-8000-0000000000b1', 'aaaaaaaa-0000-4000-8000-0000000000b2'];
    trial.receiver.tokens.set({ token: old });
    const folder = mkdtempSync(join(tmpdir(), 'token-'));
    const file = join(folder, 'token');
    writeFileSync(file, `${old}\n`);
    const app = trial.start(topic, {
      hec: `token_file: ${file}`,
      general: 'workers: 2',
    });
    await trial.arrived(app, topic, 20_000);
    trial.receiver.tokens.remove(old);
    await topic.produce(20_000, 20_000);
    await app.until((line) => line.msg.includes('paused') && line.msg.includes('Invalid token'));
    // By the supervisor's word: a worker that has nothing to do may not have said anything yet.
    const started = () =>
      app.log.filter(({ msg }) => msg === 'worker runs').map(({ workerPid }) => workerPid);
    await app.explain(until('both workers run', () => started().length === 2));
    const workers = started();
    trial.receiver.tokens.set({ token: fresh });
    writeFileSync(`${file}.new`, fresh);
    renameSync(`${file}.new`, file);
    await trial.arrived(app, topic, 40_000);
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    rmSync(folder, { recursive: true });
    expect(started()).toEqual(workers);
    expect(deadLetterBytes(app)).toBe(0);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 40_000, distinct: 40_000 });
    for (const secret of [old, fresh]) expect(app.printed()).not.toContain(secret);
  }, 120_000);

  test.each(['raw', 'event'])(
    'an index that Splunk refuses stops its own route and no other (%s endpoint)',
    async (endpoint) => {
      const wrong = await testTopic(trial.brokers, 2);
      const right = await testTopic(trial.brokers, 2);
      await wrong.produce(5_000);
      await right.produce(20_000);
      const app = trial.start(right, {
        hec: `endpoint: ${endpoint}`,
        kafka: `topics: [${wrong.name}, ${right.name}]`,
        more: `routes:\n  - { topics: [${wrong.name}], index: typo }\n  - { topics: [${right.name}], index: web }`,
      });
      await trial.arrived(app, right, 20_000);
      await app.until(isRefused);
      expect(trial.distinct(wrong)).toBe(0);
      expect(deadLetterBytes(app)).toBe(0);
      if (endpoint === 'event') return;

      // It is told when that is over, and told again when it comes again.
      const { token } = trial.receiver;
      trial.receiver.tokens.set({ token, indexes: ['main', 'web', 'typo'] });
      await app.until(({ msg }) => /^recovered: .*typo.* is no longer in trouble$/.test(msg));
      await trial.arrived(app, wrong, 5_000);
      trial.receiver.tokens.set({ token, indexes: ['main', 'web'] });
      await wrong.produce(100, 5_000);
      await app.explain(until('it is told again', () => app.log.filter(isRefused).length === 2));
      expect(deadLetterBytes(app)).toBe(0);
    },
    120_000,
  );
});
