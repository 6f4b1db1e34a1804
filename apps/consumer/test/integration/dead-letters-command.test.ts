import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import type { DeadLetter } from '../../src/dead-letters/dead-letter.js';
import { topicRecord } from '../../src/dead-letters/letter-headers.js';
import { letterLine } from '../../src/dead-letters/letter-line.js';
import { runCommand, startCommand } from '../fixtures/command.js';
import { configText } from '../fixtures/config-text.js';
import { aLetter } from '../fixtures/letters.js';
import { numberedLine, type TestTopic, testTopic } from '../fixtures/topic.js';

let kafka: TestKafka;
let receiver: Receiver;
let folder: string;

beforeAll(async () => {
  kafka = await testKafka();
}, 120_000);
afterAll(() => kafka.release());
beforeEach(async () => {
  receiver = await startReceiver();
  folder = await mkdtemp(join(tmpdir(), 'dead-letters-'));
});
afterEach(async () => {
  await receiver.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Dead letters with numbered lines; each third says `poison`. */
function letters(topic: TestTopic, count: number): DeadLetter[] {
  return Array.from({ length: count }, (_, n) =>
    aLetter({
      topic: topic.name,
      partition: n % 2,
      offset: n,
      refusal: { time: 1_700_000_000_000 + n, code: n % 2 === 0 ? 6 : 12, status: 400, text: 'no' },
      value: Buffer.from(numberedLine(topic.run, n) + (n % 3 === 0 ? ' poison' : '')),
    }),
  );
}

/** Lays them where the config names it, and writes the config. */
async function lay(topic: TestTopic, list: readonly DeadLetter[], store: 'file' | 'topic'): Promise<void> {
  const dead = `${topic.name}.dead`;
  const more = store === 'topic' ? `dead_letters: { topic: ${dead} }` : 'dead_letters: { directory: . }';
  await writeFile(join(folder, 'config.yml'), configText(kafka.bootstrap, receiver, topic, { more }));
  if (store === 'file') {
    return await writeFile(join(folder, `${topic.group}-0.jsonl`), list.map(letterLine).join(''));
  }
  const admin = createTopicAdmin({ brokers: kafka.bootstrap });
  await admin.createTopic(dead, 2);
  await admin.close();
  const producer = createRecordProducer({ brokers: kafka.bootstrap });
  await producer.send(
    dead,
    list.map((letter) => ({ ...topicRecord(letter), partition: letter.partition })),
  );
  await producer.close();
}

const run = (...args: string[]) => runCommand(folder, ['dead-letters', ...args, '-c', 'config.yml']);

/** Offsets that `list --json` tells. */
async function listed(...args: string[]): Promise<string[]> {
  const { out } = await run('list', '--json', ...args);
  return out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { offset: number; attempts: number; state: string })
    .map(({ offset, attempts, state }) => `${offset} ${state} ${attempts}`);
}

describe.each(['file', 'topic'] as const)('dead letters in a %s', (store) => {
  test('are listed and shown; replayed once; and set aside anew with their history where they fail again', async () => {
    const topic = await testTopic(kafka.bootstrap, 2);
    await lay(topic, letters(topic, 6), store);
    expect(await listed('--code', '12')).toEqual(['1 open 1', '3 open 1', '5 open 1']);
    const shown = await run('show', `${topic.name}/1/3`);
    expect(shown.out).toContain('400 no (code 12)');
    expect(shown.out).toContain(`run=${topic.run}&n=3 `);

    receiver.faults.always({ do: 'poison', marker: ' poison' });
    const dry = await run('replay', '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '6 would be sent\n' });
    expect(receiver.accepted.events).toBe(0);
    const first = await run('replay', '--partition', '1');
    expect(first).toMatchObject({ code: 1, err: expect.stringContaining('1 refused again') });
    expect(receiver.runs.get(topic.run)).toMatchObject({ received: 2, distinct: 2 });
    expect(await listed('--all')).toEqual([
      '0 open 1',
      '1 replayed 1',
      '2 open 1',
      '3 replayed 1',
      '4 open 1',
      '5 replayed 1',
      '3 open 2',
    ]);
    const again = await run('show', `${topic.name}/1/3`);
    expect(again.out).toContain('400 Invalid data format (code 6), attempt 2');
    expect(again.out).toContain('before      2023-11-14T22:13:20.003Z: 400 no (code 12)');

    receiver.faults.clear();
    expect(await run('replay')).toMatchObject({ code: 0, err: expect.stringContaining('4 of 4') });
    expect(await run('replay')).toMatchObject({ code: 0, err: expect.stringContaining('0 of 0') });
    expect(receiver.runs.get(topic.run)).toMatchObject({ received: 6, distinct: 6 });
    expect(await listed()).toEqual([]);
  }, 180_000);
});

test('a record that was set aside twice is sent once, also where a filter leaves the older one out', async () => {
  const topic = await testTopic(kafka.bootstrap, 2);
  const [letter] = letters(topic, 1) as [DeadLetter];
  const at = (time: string): DeadLetter => ({
    ...letter,
    refusal: { ...letter.refusal, time: Date.parse(time) },
  });
  await lay(topic, [at('2026-01-01T00:00:00Z'), at('2026-01-03T00:00:00Z')], 'file');
  const since = ['replay', '--since', '2026-01-02T00:00:00Z'];
  expect(await run(...since)).toMatchObject({ code: 0, err: expect.stringContaining('1 of 1') });
  expect(await listed('--all')).toEqual(['0 replayed 1', '0 replayed 1']);
  expect(await run('replay')).toMatchObject({ code: 0, err: expect.stringContaining('0 of 0') });
  expect(receiver.runs.get(topic.run)).toMatchObject({ received: 1, distinct: 1 });
}, 120_000);

test('a replay that is stopped leaves the rest for the next one, and repeats nothing', async () => {
  const topic = await testTopic(kafka.bootstrap, 2);
  await lay(topic, letters(topic, 200), 'file');
  const args = ['dead-letters', 'replay', '-c', 'config.yml'];
  const stopped = startCommand(folder, [...args, '--rate', '50']);
  await receiver.waitFor(() => (receiver.runs.get(topic.run)?.distinct ?? 0) >= 20, { timeoutMs: 60_000 });
  stopped.signal('SIGINT');
  expect(await stopped.exited).toBe(3);
  expect(receiver.runs.get(topic.run)?.distinct).toBeLessThan(200);
  expect((await runCommand(folder, args)).code).toBe(0);
  expect(receiver.runs.get(topic.run)).toMatchObject({ received: 200, distinct: 200 });
  const file = await readFile(join(folder, `${topic.group}-0.jsonl`), 'utf8');
  expect(file).toBe(letters(topic, 200).map(letterLine).join(''));
}, 120_000);
