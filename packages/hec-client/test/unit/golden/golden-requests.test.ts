import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type BatcherEvent,
  createHecBatcher,
  createHecClient,
  eventHead,
  type HecBatcherOptions,
  multiMetric,
  singleMetric,
} from '../../../src/index.js';
import { ListeningServer } from './listening-server.js';

const URL_OF_NOBODY = 'http://splunk.example.com:8088';
const TOKEN = '00000000-0000-4000-8000-000000000001';
const TIME = new Date(1_700_000_000_007);

let server: ListeningServer;
beforeEach(async () => {
  server = new ListeningServer();
  await server.start();
});
afterEach(() => server.stop());

const folder = new URL('../../golden/', import.meta.url);
const checked: string[] = [];

/** Holds bytes against the file, or writes it. */
function expectGolden(name: string, bytes: Buffer): void {
  checked.push(`${name}.http`);
  const path = fileURLToPath(new URL(`${name}.http`, folder));
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(path, bytes);
  expect(bytes.toString('latin1')).toBe(readFileSync(path, 'latin1'));
}

async function batched(
  events: readonly BatcherEvent[],
  options: Partial<HecBatcherOptions> = {},
): Promise<Buffer> {
  const dispatcher = server.dispatcher(URL_OF_NOBODY);
  await using batcher = createHecBatcher({ url: URL_OF_NOBODY, token: TOKEN, dispatcher, ...options });
  for (const event of events) await batcher.add(event);
  await batcher.flush();
  return Buffer.concat(server.requests);
}

describe('what goes over the wire is', () => {
  it('raw', async () => {
    const bytes = Buffer.from([0x66, 0xfc, 0x72, 0x00, 0xff]);
    const events = ['127.0.0.1 - - "GET / HTTP/1.1" 200', bytes];
    expectGolden('raw', await batched(events, { destination: { kind: 'raw' } }));
  });

  it('raw-metadata', async () => {
    const destination = { kind: 'raw', index: 'web', source: 'a&b', sourcetype: 'nginx:access', host: 'ü' } as const;
    const channel = '11111111-2222-4333-8444-555555555555';
    expectGolden('raw-metadata', await batched(['a line'], { destination, channel }));
  });

  it('event-text', async () => {
    const client = createHecClient({
      url: URL_OF_NOBODY,
      token: TOKEN,
      dispatcher: server.dispatcher(URL_OF_NOBODY),
      newContext: () => undefined,
      onOutcome: () => {},
    });
    const batch = client.open(client.destination({ kind: 'event', index: 'web' }))!;
    const text = Buffer.from('say "hi" to\n\\ ü');
    batch.append(text, 0, text.length);
    const head = eventHead({ host: 'h', sourcetype: 's', fields: { region: 'eu', tags: ['a', 'b'] } });
    batch.append(text, 0, text.length, head, TIME.getTime());
    client.flush();
    await client.idle();
    await client.close();
    expectGolden('event-text', Buffer.concat(server.requests));
  });

  it('event-objects', async () => {
    const events: BatcherEvent[] = [
      { event: { order: 1, items: [{ sku: 'a' }] }, time: TIME, host: 'h', source: 'shop', sourcetype: '_json' },
      { event: 'a text', index: 'web', fields: { region: 'eu', tags: ['a', 'b'] } },
      { event: 42, time: '1700000000.007' },
    ];
    expectGolden('event-objects', await batched(events));
  });

  it('event-premade', async () => {
    const envelope = '{ "time": 1700000000.007, "event": { "order" : 12345678901234567890 } }';
    expectGolden('event-premade', await batched([{ envelope }]));
  });

  it('metric-single', async () => {
    const event = singleMetric({ name: 'cpu.usr', value: 11.5, dimensions: { region: 'eu' }, time: TIME, host: 'h' });
    expectGolden('metric-single', await batched([event]));
  });

  it('metric-multi', async () => {
    const values = { 'cpu.usr': 11.5, 'cpu.sys': 3 };
    const event = multiMetric({ values, dimensions: { region: 'eu' }, time: TIME, host: 'h' });
    expectGolden('metric-multi', await batched([event]));
  });

  it('gzip-head', async () => {
    const request = await batched(['a text'], { gzip: { level: 1 } });
    const head = request.indexOf('\r\n\r\n') + 4;
    expect(gunzipSync(request.subarray(head)).toString()).toBe('{"event":"a text"}\n');
    const text = request.toString('latin1', 0, head).replace(/content-length: \d+/, 'content-length: <of zlib>');
    expectGolden('gzip-head', Buffer.from(text, 'latin1'));
  });

  it('all of the files, and each is explained', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.http'));
    expect([...checked].sort()).toEqual(files);
    const text = readFileSync(new URL('README.md', folder), 'utf8');
    expect(files.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
