import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTopicAdmin, type TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { readLetterLine } from '../../src/dead-letters/letter-line.js';
import { runCommand, startCommand } from '../fixtures/command.js';
import { configText } from '../fixtures/config-text.js';
import { type TestTopic, testTopic } from '../fixtures/topic.js';
import { Trial } from '../fixtures/trial.js';

let kafka: TestKafka;
let admin: TopicAdmin;
let trial: Trial;
let folder: string;

beforeAll(async () => {
  kafka = await testKafka();
  admin = createTopicAdmin({ brokers: kafka.bootstrap });
}, 120_000);
afterAll(async () => {
  await admin.close();
  await kafka.release();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
  trial = await Trial.open(kafka.bootstrap);
});
afterEach(async () => {
  await trial.close();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a config into the folder, and answers the arguments of a replay with it. */
async function replayOf(topic: TestTopic, ...args: string[]): Promise<string[]> {
  await writeFile(join(folder, 'config.yml'), configText(kafka.bootstrap, trial.receiver, topic));
  return ['replay', '-c', 'config.yml', '--topic', topic.name, ...args];
}

describe('replay', () => {
  test('sends a range once, sets aside what Splunk refuses, and leaves the group alone', async () => {
    const topic = await testTopic(kafka.bootstrap, 2);
    await topic.produce(2000);
    const app = trial.start(topic);
    await trial.arrived(app, topic, 2000);
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    const committed = await admin.committedOffsets(topic.group, topic.name);
    trial.receiver.faults.always({ do: 'poison', marker: '&n=500 ' });

    const dry = await runCommand(folder, await replayOf(topic, '--from', '1h', '--dry-run'));
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining(`${topic.name}/1: offsets 0 to 999`) });
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 2000 });

    const range = ['--from', '0:100,1:200', '--to', '0:600,1:201'];
    const done = await runCommand(folder, await replayOf(topic, ...range));
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining('501 of 501') });
    // 501 of them, of which the receiver refused one: number 500 is offset 250 of partition 0.
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 2500, distinct: 2000 });
    const lines = await readFile(join(folder, 'dead-letters', `${topic.group}-replay.jsonl`), 'utf8');
    expect(
      lines
        .trim()
        .split('\n')
        .map((line) => readLetterLine(line)?.offset),
    ).toEqual([250]);
    expect(await admin.committedOffsets(topic.group, topic.name)).toEqual(committed);
  }, 180_000);

  test('stopped at a low rate it says where to go on, and that sends the rest', async () => {
    const topic = await testTopic(kafka.bootstrap, 2);
    await topic.produce(1000);
    const stopped = startCommand(folder, await replayOf(topic, '--from', 'earliest', '--rate', '200'));
    await trial.receiver.waitFor(() => trial.distinct(topic) >= 100, { timeoutMs: 60_000 });
    stopped.signal('SIGINT');
    expect(await stopped.exited).toBe(3);
    const sent = trial.distinct(topic);
    expect(sent).toBeLessThan(1000);
    const [, from, to] = /--from (\S+) --to (\S+)/.exec(stopped.err()) ?? [];
    const rest = await runCommand(
      folder,
      await replayOf(topic, '--from', from as string, '--to', to as string),
    );
    expect(rest.code).toBe(0);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 1000, distinct: 1000 });
  }, 180_000);

  test('with acknowledgement it ends when an indexer has everything', async () => {
    const topic = await testTopic(kafka.bootstrap, 1);
    await topic.produce(300);
    const tier = await Trial.open(kafka.bootstrap, { tokens: [{ token: 'acks', useAck: true }] });
    try {
      await writeFile(
        join(folder, 'config.yml'),
        configText(kafka.bootstrap, tier.receiver, topic, { hec: 'ack: { poll: 50ms }' }),
      );
      const args = ['replay', '-c', 'config.yml', '--topic', topic.name, '--from', 'earliest'];
      expect((await runCommand(folder, args)).code).toBe(0);
      expect(tier.receiver.runs.get(topic.run)).toMatchObject({ received: 300, distinct: 300 });
      expect(tier.receiver.snapshot().pendingAcks).toBe(0);
    } finally {
      await tier.close();
    }
  }, 60_000);

  test('a topic that is not there, and a range that is none, are told with exit code 2', async () => {
    const topic = await testTopic(kafka.bootstrap, 2);
    const none = await runCommand(
      folder,
      await replayOf({ ...topic, name: 'nowhere' }, '--from', 'earliest'),
    );
    expect(none).toMatchObject({
      code: 2,
      err: expect.stringContaining('REPLAY_TOPIC: there is no topic nowhere'),
    });
    const loose = await runCommand(folder, await replayOf(topic, '--from', '5'));
    expect(loose).toMatchObject({ code: 2, err: expect.stringContaining('--partition') });
    const wrong = await runCommand(folder, await replayOf(topic, '--from', 'noon'));
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('a time with its zone') });
  }, 60_000);
});
