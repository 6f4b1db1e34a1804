import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createRecordProducer, type RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { LogLine, RunningApp } from '../fixtures/running-app.js';
import { numberedLine, type TestTopic, testTopic } from '../fixtures/topic.js';
import { trialForEach } from '../fixtures/trial-for-each.js';

// The partitions of a worker that dies or hangs deliver again at once, and not after a session timeout of 10 s.

const PARTITIONS = 4;
const trial = trialForEach();
let topic: TestTopic;
let producer: RecordProducer;
let produced: number;

beforeEach(async () => {
  topic = await testTopic(trial.brokers, PARTITIONS);
  producer = createRecordProducer({ brokers: trial.brokers });
  produced = 0;
});
afterEach(() => producer.close());

/** Writes one numbered line into each of these partitions. */
async function produce(partitions: readonly number[]): Promise<void> {
  const records = partitions.map((partition) => ({
    partition,
    value: Buffer.from(numberedLine(topic.run, produced++)),
  }));
  await producer.send(topic.name, records);
}

const everywhere = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const owned = (line: LogLine): number[] => /\[([\d,]+)\]/.exec(line.msg)?.[1]?.split(',').map(Number) ?? [];

/** Process id and partitions of one of the workers, once every one of `workers` has its share. */
async function oneOf(app: RunningApp, workers: number): Promise<{ pid: number; partitions: number[] }> {
  const line = await app.until(
    (each) => each.msg.startsWith('joined the group') && owned(each).length === PARTITIONS / workers,
  );
  return { pid: line.pid as number, partitions: owned(line) };
}

describe('a worker that gets SIGKILL', () => {
  test.each([2, 1])(
    'of %i: its partitions deliver again before its session is over',
    async (workers) => {
      const app = trial.start(topic, { general: `workers: ${workers}` });
      const victim = await oneOf(app, workers);
      await produce(everywhere);
      await trial.arrived(app, topic, produced);
      const since = performance.now();
      process.kill(victim.pid, 'SIGKILL');
      await produce(victim.partitions);
      await trial.arrived(app, topic, produced);
      const ms = Math.round(performance.now() - since);
      console.log(`SIGKILL of one of ${workers}: its partitions deliver again after ${ms} ms`);
      expect(ms).toBeLessThan(9000);
      await app.until((line) => line.msg.includes('its place in the group is given up'));
      app.signal('SIGTERM');
      expect(await app.exited).toBe(0);
      // What was delivered and not committed yet when it died may be there twice.
      expect(trial.receiver.runs.get(topic.run)).toMatchObject({
        distinct: produced,
        highest: produced - 1,
      });
    },
    120_000,
  );
});

test('a worker that hangs is found by its silence, and its partitions deliver again', async () => {
  const app = trial.start(topic, { general: 'workers: 2\n  hang_timeout: 2s' });
  const victim = await oneOf(app, 2);
  await produce(everywhere);
  await trial.arrived(app, topic, produced);
  const since = performance.now();
  process.kill(victim.pid, 'SIGSTOP');
  await produce(victim.partitions);
  await trial.arrived(app, topic, produced);
  console.log(
    `SIGSTOP of one of 2, hang_timeout 2 s: its partitions deliver again after ${Math.round(performance.now() - since)} ms`,
  );
  const line = await app.until((each) => each.level === 'error' && each.msg.includes('WORKER_HANGS'));
  expect(line.msg).toContain('nothing was heard of it for 2 s');
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
  expect(trial.receiver.runs.get(topic.run)).toMatchObject({ distinct: produced, highest: produced - 1 });
}, 120_000);
