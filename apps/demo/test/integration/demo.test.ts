import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { testKafka } from '@kafka-splunk/local-kafka';
import { processesWith } from '../processes.js';

jest.setTimeout(120_000);

const program = fileURLToPath(new URL('../../bin/demo.js', import.meta.url));

/** A temporary directory of its own: what the demo leaves behind is seen there, and its processes are known by it. */
let scratch: string;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'demo-test-'));
});

afterEach(async () => {
  for (const { pid } of await processesWith(scratch)) process.kill(pid, 'SIGKILL');
  await rm(scratch, { recursive: true, force: true });
});

function start(args: string[], extra: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, KAFKA_BROKERS: '', TMPDIR: scratch, NO_COLOR: '1', ...extra };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  /** Resolves when the words were said; rejects when it ends without. */
  const said = (words: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (err.includes(words)) resolve();
      };
      child.stderr.on('data', look);
      void ended.then(() => reject(new Error(`ended without saying "${words}": ${err}`)));
      look();
    });
  return { child, ended, said };
}

/** Nothing is left: no file, no process. */
async function expectNothingLeft(): Promise<void> {
  expect(await processesWith(scratch)).toEqual([]);
  expect(await readdir(scratch)).toEqual([]);
}

test('moves every event once, says so in one line, and leaves nothing behind', async () => {
  const { code, out, err } = await start(['--events', '20000']).ended;
  expect(err).toContain("Receiver's page: http://127.0.0.1:");
  expect(out).toMatch(/^produced 20000, received 20000 distinct, lost 0, duplicated 0, \d+ events\/s\n$/);
  expect(code).toBe(0);
  await expectNothingLeft();
});

test('Ctrl-C with --keep drains, counts and leaves nothing behind', async () => {
  const demo = start(['--events', '1000', '--keep']);
  await demo.said('Going on until Ctrl-C');
  demo.child.kill('SIGINT');
  const { code, out } = await demo.ended;
  const [, produced, received] =
    /^produced (\d+), received (\d+) distinct, lost 0, duplicated 0/.exec(out) ?? [];
  expect(Number(produced)).toBeGreaterThanOrEqual(1000);
  expect(received).toBe(produced);
  expect(code).toBe(0);
  await expectNothingLeft();
});

test('Ctrl-C before all has arrived ends with 130 and leaves nothing behind', async () => {
  const demo = start(['--events', '50000000']);
  await demo.said("Receiver's page");
  demo.child.kill('SIGINT');
  const { code, out, err } = await demo.ended;
  expect(err).toMatch(/Ended before all had arrived: produced \d+, received \d+ distinct so far\./);
  expect([code, out]).toEqual([130, '']);
  await expectNothingLeft();
});

test('a killed demo takes everything with it', async () => {
  const demo = start(['--events', '50000000']);
  await demo.said("Receiver's page");
  demo.child.kill('SIGKILL');
  await demo.ended;
  const deadline = Date.now() + 30_000;
  while ((await processesWith(scratch)).length > 0 && Date.now() < deadline) await wait(50);
  await expectNothingLeft();
});

test('on an existing cluster it uses a topic of its own, and removes it', async () => {
  const kafka = await testKafka();
  try {
    const { code, out, err } = await start(['--events', '1000'], { KAFKA_BROKERS: kafka.bootstrap.join(',') })
      .ended;
    expect(out).toMatch(/^produced 1000, received 1000 distinct, lost 0, /);
    expect(code).toBe(0);
    // A member that stayed behind in the group would show here: a group with members cannot be removed.
    expect(err).not.toContain('Could not be cleaned up');
    const [topic] = /kafka-splunk-demo-[0-9a-f]{8}/.exec(err) ?? [''];
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    expect(await admin.topicPartitions(topic)).toBeUndefined();
    await admin.close();
  } finally {
    await kafka.release();
  }
});

test('without Java it says what to install, in one sentence', async () => {
  const { code, out, err } = await start([], { PATH: '/nonexistent', JAVA_HOME: '' }).ended;
  expect(err).toMatch(/^Java 17 is needed .* install .*\.\n$/);
  expect([code, out]).toEqual([1, '']);
  await expectNothingLeft();
});

test('usage errors end with 2', async () => {
  const { code, err } = await start(['--events', 'many']).ended;
  expect(code).toBe(2);
  expect(err).toContain('--events is "many"');
});
