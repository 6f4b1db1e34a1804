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
  expect(client.tls).toEqual({ verify: true });
  expect(consumer).not.toHaveProperty('tls');
});
