import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parseConfig } from '@kafka-splunk/config';
import { workerOptions } from '../../../src/worker/options.js';

const text = `
hec: { host: splunk.example.com, token: 11111111-2222-3333-4444-555555555555, use_compression: yes }
kafka: { brokers: ['k1:9092'], consumer_group: g, topic: t }
general: { workers: 4, memory: 64MiB }
`;

test('the memory of the file is split among the workers, half for fetches and half for bodies', async () => {
  const { config } = await parseConfig(text, { file: 'c.yml', env: {} });
  const { consumer, client } = workerOptions(config, 4);
  const half = (64 * 1024 * 1024) / 4 / 2;
  expect(consumer.maxHeldBytes).toBe(half);
  expect(client.maxHeldBytes).toBe(half);
  expect(consumer.fetchBytes).toBeLessThanOrEqual(half / 4);
});

test("what the file leaves out is left to the library's own default", async () => {
  const { config } = await parseConfig(text, { file: 'c.yml', env: {} });
  const { client, consumer } = workerOptions(config, 1);
  expect(client).not.toHaveProperty('maxEvents');
  expect(client.backoff).toEqual({});
  expect(client.gzip).toEqual({ level: 9 });
  expect((client.tls as () => unknown)()).toEqual({ verify: true });
  expect(consumer).not.toHaveProperty('tls');
  expect(consumer).not.toHaveProperty('sasl');
});

test('a password file is read again at each login; a file that is gone leaves the last one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'options-'));
  const file = join(folder, 'password');
  await writeFile(file, 'first\n');
  const sasl = `sasl: { mechanism: plain, username: u, password_file: ${JSON.stringify(file)} }`;
  const { config } = parseConfig(text.replace('topic: t', `topic: t, ${sasl}`), { file: 'c.yml', env: {} });
  const { consumer } = workerOptions(config, 1);
  const login = consumer.sasl;
  if (login?.mechanism !== 'plain' || typeof login.password !== 'function') throw new Error('no login');
  expect(login.password()).toBe('first');
  await writeFile(file, 'second');
  expect(login.password()).toBe('second');
  await rm(folder, { recursive: true });
  expect(login.password()).toBe('second');
});
