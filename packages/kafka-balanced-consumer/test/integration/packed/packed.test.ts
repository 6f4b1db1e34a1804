import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EmptyProject } from '@kafka-splunk/jest-preset/empty-project';
import { until } from '../../until.js';
import { type Bench, numbered, openBench } from '../members.js';

const name = '@kafka-splunk/kafka-balanced-consumer';
const page = readFileSync(fileURLToPath(new URL('../../../README.md', import.meta.url)), 'utf8');
const project = new EmptyProject(fileURLToPath(new URL('../../..', import.meta.url)));
let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  await project.install();
}, 180_000);

afterAll(async () => {
  project.remove();
  await bench.close();
}, 60_000);

test('brings kafkajs, the codecs and one CRC package, and none runs an install script', () => {
  const installed = project.installed();
  expect(installed.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([]);
  const platform = /^@node-rs\/crc32-/;
  const names = installed.map((each) => each.name).filter((each) => !platform.test(each));
  expect(names.sort()).toEqual(['@bokuweb/zstd-wasm', '@node-rs/crc32', 'kafkajs']);
});

test.each([
  ['', 'createBalancedConsumer'],
  ['/producer', 'createRecordProducer'],
  ['/admin', 'createTopicAdmin'],
  ['/range-reader', 'createRangeReader'],
])('%s is loaded by import and by require', async (entry, maker) => {
  const loads = [
    ['--input-type=module', `console.log(typeof (await import('${name}${entry}')).${maker})`],
    ['--input-type=commonjs', `console.log(typeof require('${name}${entry}').${maker})`],
  ] as const;
  for (const [type, code] of loads) expect(await project.node([type, '-e', code])).toBe('function\n');
});

test('publint and attw find nothing', async () => {
  await project.tool('publint', 'src/cli.js', ['--strict']);
  await project.tool('@arethetypeswrong/cli', 'dist/index.js', ['--profile', 'esm-only', '--no-color']);
}, 120_000);

test('the example of the README compiles, writes every record once, and stops without a repeat', async () => {
  const example = /^```ts\n(import \{ open \}.*?)^```$/ms.exec(page)?.[1];
  expect(example).toBeDefined();
  const topic = await bench.topic(4);
  const groupId = `g-${topic}`;
  const code = example!
    .replace("'localhost:9092'", bench.brokers.map((broker) => `'${broker}'`).join(', '))
    .replace("'access-log'", `'${topic}'`)
    .replace("'to-a-file'", `'${groupId}'`);
  project.write('to-a-file.ts', code);
  await project.compile(['to-a-file.ts']);

  const expected: string[] = [];
  const lines = () =>
    existsSync(`${project.folder}/records.log`) ? project.read('records.log').split('\n').slice(0, -1) : [];
  // Twice: what the second one reads begins where the first one stopped.
  for (const from of [0, 20_000]) {
    await bench.fill(topic, 4, 20_000, from);
    for (let partition = 0; partition < 4; partition++) expected.push(...numbered(partition, 20_000, from));
    const program = project.start('to-a-file.js');
    const ended = once(program, 'exit');
    try {
      await until('every record in the file', () => lines().length >= expected.length, 60_000);
    } finally {
      program.kill('SIGTERM');
    }
    expect(await ended).toEqual([0, null]);
  }
  expect(lines().sort()).toEqual(expected.sort());
  const committed = await bench.admin.committedOffsets(groupId, topic);
  expect(committed.map(({ offset }) => offset)).toEqual([40_000, 40_000, 40_000, 40_000]);
}, 180_000);
