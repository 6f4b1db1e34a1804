import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { RunningApp } from '../fixtures/running-app.js';
import { testTopic } from '../fixtures/topic.js';
import { trialForEach } from '../fixtures/trial-for-each.js';

// Each fault of the original program, and the proof that it is cured (docs/migrating.md lists them).

const trial = trialForEach();

async function stopped(app: RunningApp): Promise<void> {
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
}

describe('the faults of the original', () => {
  test('1: the tail of a quiet topic arrives, though no batch is full', async () => {
    const topic = await testTopic(trial.brokers, 1);
    const app = trial.start(topic, { general: 'workers: 1\n  batch_size: 1024' });
    await topic.produce(3);
    await trial.arrived(app, topic, 3);
    await stopped(app);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 3, distinct: 3 });
  }, 120_000);

  test('2: after a while of 503 everything is sent again, whole, and nothing is lost', async () => {
    const topic = await testTopic(trial.brokers);
    await topic.produce(50_000);
    trial.receiver.faults.next(12, { code: 9 });
    const app = trial.start(topic);
    await trial.arrived(app, topic, 50_000);
    await stopped(app);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ distinct: 50_000, received: 50_000 });
    expect(trial.receiver.requests.refused).toBe(12);
  }, 120_000);

  test('3: a worker that gets SIGKILL is replaced, and nothing is lost', async () => {
    const topic = await testTopic(trial.brokers);
    await topic.produce(60_000);
    const app = trial.start(topic);
    await trial.arrived(app, topic, 1);
    const [worker] = app.workers() as [number];
    process.kill(worker, 'SIGKILL');
    await topic.produce(40_000, 60_000);
    await trial.arrived(app, topic, 100_000);
    expect(app.workers()).toHaveLength(2);
    await stopped(app);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ distinct: 100_000, highest: 99_999 });
  }, 180_000);

  test('4: SIGTERM in the middle of a million events loses nothing and repeats nothing', async () => {
    const topic = await testTopic(trial.brokers, 8);
    await topic.produce(1_000_000);
    const first = trial.start(topic, { general: 'workers: 2' });
    await trial.arrived(first, topic, 200_001);
    await stopped(first);
    const before = trial.receiver.runs.get(topic.run)?.received ?? 0;
    expect(before).toBeLessThan(1_000_000);
    const second = trial.start(topic, { general: 'workers: 2' });
    await trial.arrived(second, topic, 1_000_000);
    await stopped(second);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({
      received: 1_000_000,
      distinct: 1_000_000,
      duplicated: 0,
    });
  }, 240_000);

  test('5: one poison event is set aside with its place and its reason, and the rest arrives', async () => {
    const topic = await testTopic(trial.brokers, 2);
    await topic.produce(5_000);
    await topic.send([{ value: Buffer.from('poison'), key: Buffer.from('k'), partition: 1 }]);
    await topic.produce(5_000, 5_000);
    trial.receiver.faults.always({ do: 'poison', marker: 'poison' });
    const app = trial.start(topic);
    await trial.arrived(app, topic, 10_000);
    await app.until((line) => line.msg.includes('set aside'));
    await stopped(app);
    const folder = join(app.folder, 'dead-letters');
    const letters = readdirSync(folder).flatMap((file) =>
      readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean),
    );
    expect(letters.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        topic: topic.name,
        partition: 1,
        offset: 2_500,
        reason: { code: 6, status: 400, text: 'Invalid data format' },
        value: Buffer.from('poison').toString('base64'),
        key: Buffer.from('k').toString('base64'),
      }),
    ]);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 10_000, distinct: 10_000 });
    expect(trial.receiver.snapshot().foreign).toBe(0);
  }, 120_000);

  test('6: metadata with spaces, ampersands and umlauts arrives as it was written', async () => {
    const topic = await testTopic(trial.brokers, 1);
    await topic.produce(1);
    const app = trial.start(topic, { hec: `source: "größe & maß = 50%"\n  sourcetype: "a b/c?d#e+f"` });
    await trial.arrived(app, topic, 1);
    await stopped(app);
    expect(trial.receiver.destinations).toEqual([
      expect.objectContaining({ source: 'größe & maß = 50%', sourcetype: 'a b/c?d#e+f' }),
    ]);
  }, 120_000);
});
