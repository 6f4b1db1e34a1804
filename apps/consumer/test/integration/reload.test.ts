import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { type ConfigParts, configText } from '../fixtures/config-text.js';
import { until } from '../fixtures/journal.js';
import type { RunningApp } from '../fixtures/running-app.js';
import { numberedLine, type TestTopic, testTopic } from '../fixtures/topic.js';
import { trialForEach } from '../fixtures/trial-for-each.js';

// SIGHUP in the middle of traffic: nothing is lost, nothing comes twice, and a file with mistakes changes nothing.

const PARTITIONS = 6;
const trial = trialForEach();

/** Records that a topic really holds: a producer that tries again may have written some twice. */
async function inKafka(topic: TestTopic): Promise<number> {
  const admin = createTopicAdmin({ brokers: trial.brokers });
  const bounds = await admin.bounds(topic.name).finally(() => admin.close());
  return bounds.reduce((sum, { first, end }) => sum + end - first, 0);
}

/** Writes numbered lines from `first` on without a break until it is stopped; answers how many there are then. */
function traffic(topic: TestTopic, first = 0): { stop(): Promise<number> } {
  const producer = createRecordProducer({ brokers: trial.brokers });
  let on = true;
  let produced = first;
  const write = async (): Promise<void> => {
    while (on) {
      const records = Array.from({ length: 300 }, () => ({
        value: Buffer.from(numberedLine(topic.run, produced++)),
        partition: produced % PARTITIONS,
      }));
      await producer.send(topic.name, records);
      await wait(20);
    }
  };
  const writing = write();
  return {
    async stop() {
      on = false;
      await writing;
      await producer.close();
      return produced;
    },
  };
}

/** Puts other parts into the config and says so. */
function change(app: RunningApp, topic: TestTopic, parts: ConfigParts): void {
  writeFileSync(join(app.folder, 'config.yml'), configText(trial.brokers, trial.receiver, topic, parts));
  app.signal('SIGHUP');
}

const inForce = (workers: number) => (line: { msg: string }) =>
  line.msg.startsWith(`the new config is in force: ${workers} workers replaced`);

test('in the middle of traffic: another config, more workers, fewer workers; nothing lost, nothing twice', async () => {
  const topic = await testTopic(trial.brokers, PARTITIONS);
  const app = trial.start(topic, { general: 'workers: 2', hec: 'sourcetype: before' });
  let writing = traffic(topic);
  await trial.arrived(app, topic, 2000);

  change(app, topic, { general: 'workers: 2', hec: 'sourcetype: after' });
  console.log((await app.until(inForce(2))).msg);
  const sent = () => trial.receiver.destinations.map(({ sourcetype }) => sourcetype);
  await app.explain(trial.receiver.waitFor(() => sent().includes('after')));
  const half = await writing.stop();
  await trial.arrived(app, topic, half);
  expect(trial.receiver.runs.get(topic.run)).toMatchObject({
    received: await inKafka(topic),
    distinct: half,
  });

  writing = traffic(topic, half);

  change(app, topic, { general: 'workers: 3', hec: 'sourcetype: more' });
  await app.until((line) => line.msg.startsWith('the new config is in force: 2 workers replaced, 1 added'));
  change(app, topic, { general: 'workers: 1', hec: 'sourcetype: fewer' });
  await app.until((line) => line.msg.startsWith('the new config is in force: 1 workers replaced, 2 removed'));

  // By the supervisor's word: what a new worker says first may come later.
  const started = () => app.log.filter(({ msg }) => msg === 'worker runs').length;
  const running = started();
  change(app, topic, { general: 'workers: many' });
  const wrong = await app.until((line) => line.msg.startsWith('SIGHUP: the config is not taken over'));
  expect(wrong).toMatchObject({
    level: 'error',
    code: 'RELOAD_REFUSED',
    msg: expect.stringContaining('workers'),
  });
  change(app, { ...topic, group: 'another' }, {});
  await app.until((line) => line.msg.includes('kafka.consumer_group can only be changed by a restart'));
  expect(started()).toBe(running);

  // A worker cannot write its dead letters there: all of the file is taken back, the supervisor's own part too.
  const pages = () => app.log.filter(({ admin }) => admin !== undefined);
  const before = pages().length;
  const more = 'dead_letters: { directory: ./config.yml/no-folder }\nadmin: { enabled: false }';
  change(app, topic, { general: 'workers: 1', hec: 'sourcetype: undone', more });
  await app.until(({ code }) => code === 'RELOAD_UNDONE');
  await app.explain(until('the admin server is back', () => pages().length > before));

  const produced = await writing.stop();
  await trial.arrived(app, topic, produced);
  app.signal('SIGTERM');
  expect(await app.exited).toBe(0);
  expect(sent()).toEqual(expect.arrayContaining(['before', 'after', 'more', 'fewer']));
  // Partitions that a new worker takes from a living one may repeat what was in a request for longer than a second.
  expect(trial.receiver.runs.get(topic.run)).toMatchObject({ distinct: produced, highest: produced - 1 });
  // The workers may complain about a coordinator that is not there yet.
  const own = app.log.filter(
    ({ level, pid }) => pid === app.pid && (level === 'error' || level === 'warning'),
  );
  expect(own.filter(({ code }) => code !== 'RELOAD_REFUSED' && code !== 'RELOAD_UNDONE')).toEqual([]);
}, 240_000);
