import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { hecChannels } from '../../../src/index.js';
import { RecordedClient } from '../recorded-client.js';
import { BUSY, hec, OK, ScriptedServer } from '../scripted-server.js';

let server: ScriptedServer;
let messages: [string, Record<string, unknown>][] = [];
const listeners = Object.entries(hecChannels).map(([name, channelName]) => {
  const listener = (message: unknown): void => void messages.push([name, message as Record<string, unknown>]);
  return { channel: channel(channelName), listener };
});

beforeEach(async () => {
  messages = [];
  server = await ScriptedServer.start();
  for (const each of listeners) each.channel.subscribe(each.listener);
});
afterEach(async () => {
  for (const each of listeners) each.channel.unsubscribe(each.listener);
  await server.stop();
});

it('every request, retry, outcome and state is published, in order, without the token', async () => {
  server.answer((_, number) => [BUSY, hec(400, 6, 'Invalid', { 'invalid-event-number': 1 }), OK][number]!);
  const { client, ...recorder } = new RecordedClient({ url: server.url, token: 'very-secret-token' });
  expect(recorder).toBeDefined();
  const batch = client.open(client.destination({ kind: 'event', source: 's' }))!;
  for (const text of ['a', 'bad', 'c']) batch.append(Buffer.from(text), 0, text.length);
  client.flush();
  await client.idle();
  await client.close();

  expect(messages.map(([name]) => name)).toEqual([
    'requestStart',
    'requestEnd',
    'state',
    'retry',
    'requestStart',
    'requestEnd',
    'state',
    'outcome',
    'retry',
    'requestStart',
    'requestEnd',
    'outcome',
  ]);
  const [start, end, state, retry] = messages.map(([, message]) => message);
  expect(start).toMatchObject({
    origin: server.url,
    path: '/services/collector/event?source=s',
    gzip: false,
  });
  expect(end).toMatchObject({ id: start!.id, bytes: start!.bytes, status: 503 });
  expect(end!.durationMs).toBeGreaterThan(0);
  expect(state).toMatchObject({
    scope: 'endpoint',
    state: 'backing-off',
    cause: '503 Server is busy (code 9)',
  });
  expect(retry).toEqual({ destination: 'event source=s', batch: 0, events: 3, attempt: 2, ambiguous: false });
  expect(messages[7]![1]).toMatchObject({
    batch: 0,
    runs: [
      { from: 0, to: 1, kind: 'delivered' },
      { from: 1, to: 2, kind: 'rejected', code: 6 },
    ],
  });
  expect(JSON.stringify(messages)).not.toContain('very-secret-token');
});

it('a request without an answer says why', async () => {
  let failed = false;
  server.answer(() => {
    if (failed) return OK;
    failed = true;
    return 'reset';
  });
  const { client } = new RecordedClient({ url: server.url });
  client.open(client.destination({ kind: 'raw' }))!.append(Buffer.from('a'), 0, 1);
  client.flush();
  await client.idle();
  await client.close();
  const end = messages.find(([name]) => name === 'requestEnd')![1];
  expect(end.status).toBeUndefined();
  expect(end.failure).toEqual(expect.stringMatching(/./));
});
