import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createTopicAdmin, type TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { readTopicRecord } from '../../src/dead-letters/letter-headers.js';
import { readLetterLine } from '../../src/dead-letters/letter-line.js';
import { readTopic } from '../fixtures/read-topic.js';
import { testTopic } from '../fixtures/topic.js';
import { Trial } from '../fixtures/trial.js';

let kafka: TestKafka;
let admin: TopicAdmin;
let trial: Trial;

beforeAll(async () => {
  kafka = await testKafka();
  admin = createTopicAdmin({ brokers: kafka.bootstrap });
}, 120_000);
afterAll(async () => {
  await admin.close();
  await kafka.release();
});
beforeEach(async () => {
  trial = await Trial.open(kafka.bootstrap);
  trial.receiver.faults.always({ do: 'poison', marker: 'poison' });
});
afterEach(() => trial.close());

describe('dead_letters.topic', () => {
  test('takes what Splunk refuses, but for what is too large; while it is gone nothing is passed over', async () => {
    const topic = await testTopic(kafka.bootstrap, 1);
    const dead = `${topic.name}.dead`;
    await admin.createTopic(dead, 2);
    await topic.produce(1000);
    const headers = { trace: Buffer.from([0xff, 0x01]) };
    await topic.send([{ value: Buffer.from('poison 1'), key: Buffer.from('k'), headers }]);
    // Fits into its own topic, and not with ten headers more.
    await topic.send([{ value: Buffer.alloc(1_048_400, 'poison ') }]);
    const app = trial.start(topic, { more: `dead_letters: { topic: ${dead} }` });
    await trial.arrived(app, topic, 1000);
    await app.until((line) => line.msg.includes('is too large for the topic'));

    const [letter, ...more] = await readTopic(kafka.bootstrap, dead);
    expect(more).toEqual([]);
    expect(readTopicRecord(letter as NonNullable<typeof letter>)).toMatchObject({
      topic: topic.name,
      partition: 0,
      offset: 1000,
      attempts: 1,
      refusal: { code: 6, status: 400, text: 'Invalid data format' },
      key: Buffer.from('k'),
      value: Buffer.from('poison 1'),
      headers: [{ key: 'trace', value: headers.trace }],
    });
    const file = join(app.folder, 'dead-letters', `${topic.group}-0.jsonl`);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    expect(lines.map((line) => readLetterLine(line)?.offset)).toEqual([1001]);

    await admin.deleteTopic(dead);
    await topic.send([{ value: Buffer.from('poison 2') }]);
    await topic.produce(100, 1000);
    await trial.arrived(app, topic, 1100);
    const paused = await app.until((line) => line.msg.startsWith('fetching pauses: dead letters'));
    expect(paused.msg).toContain(`cannot be written to the topic ${dead}`);
    expect(await admin.committedOffsets(topic.group, topic.name)).toEqual([
      { topic: topic.name, partition: 0, offset: 1002 },
    ]);
    await admin.createTopic(dead, 1);
    await app.until((line) => line.msg === 'fetching goes on');
    app.signal('SIGTERM');
    expect(await app.exited).toBe(0);
    expect((await readTopic(kafka.bootstrap, dead)).map(({ value }) => value?.toString())).toEqual([
      'poison 2',
    ]);
    expect(await admin.committedOffsets(topic.group, topic.name)).toMatchObject([{ offset: 1103 }]);
    expect(trial.receiver.runs.get(topic.run)).toMatchObject({ received: 1100, distinct: 1100 });
  }, 180_000);

  test('that does not exist ends the program at start, with what to do', async () => {
    const topic = await testTopic(kafka.bootstrap, 1);
    const app = trial.start(topic, { more: 'dead_letters: { topic: not-there.dead }' });
    const line = await app.until((each) => each.code === 'SETUP_DEAD_LETTER_TOPIC');
    expect(line.msg).toContain('not-there.dead does not exist');
    expect(await app.exited).toBe(2);
  }, 60_000);
});
