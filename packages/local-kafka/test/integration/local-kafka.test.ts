import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { runKafkaTool, startKafka } from '../../src/index.js';

function listens(address: string): Promise<boolean> {
  const [host, port] = address.split(':') as [string, string];
  return new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('the state was not reached in 30 s');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const topics = ['--bootstrap-server'] as const;

test('three brokers carry a topic with three copies over the death of one; stop leaves nothing', async () => {
  const kafka = await startKafka({ brokers: 3 });
  try {
    const [first, second] = kafka.bootstrap as [string, string, string];
    await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
      ...topics,
      first,
      '--create',
      '--topic',
      't',
      '--partitions',
      '3',
      '--replication-factor',
      '3',
    ]);
    await kafka.kill(1);
    expect(await listens(first)).toBe(false);
    const printed = await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
      ...topics,
      second,
      '--describe',
      '--topic',
      't',
    ]);
    expect(printed).toContain('PartitionCount: 3');
    await kafka.restart(1);
    expect(await listens(first)).toBe(true);
  } finally {
    await kafka.stop();
  }
  expect(await Promise.all(kafka.bootstrap.map(listens))).toEqual([false, false, false]);
}, 120_000);

test('a broker ends with the process that started it, SIGKILL included', async () => {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../fixtures/starts-kafka-and-dies.mjs', import.meta.url))],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(await listens(address)).toBe(true);
  child.kill('SIGKILL');
  await until(async () => !(await listens(address)));
}, 60_000);
