import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventHead } from '../../src/index.js';
import { RecordedClient } from './recorded-client.js';
import { hec, OK, ScriptedServer } from './scripted-server.js';

// An index that came with the data is the fault of its events; one that somebody configured is not.

let server: ScriptedServer;
let client: RecordedClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = new RecordedClient({ url: server.url, concurrency: 1 });
});
afterEach(async () => {
  await client.client.close();
  await server.stop();
});

const numbers = (count: number, name = 'e'): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);
const INCORRECT = { 'invalid-event-number': 1 };

describe('a destination whose index came with its events', () => {
  it('on the raw endpoint: a refused index rejects its events in one request, and nothing pauses', async () => {
    server.answer(({ url }) => (url.includes('evil') ? hec(400, 7, 'Incorrect index', INCORRECT) : OK));
    const evil = client.client.destination({ kind: 'raw', index: 'evil', ownIndex: true });
    client.add(evil, numbers(100));
    client.add(client.client.destination({ kind: 'raw', index: 'main' }), ['good']);
    await client.flushed();
    expect(client.rejected).toHaveLength(100);
    expect(client.rejected[99]).toEqual({ event: 'e99', code: 7, status: 400, text: 'Incorrect index' });
    expect(client.delivered).toEqual(['good']);
    expect(client.twice).toEqual([]);
    expect(client.states).toEqual([]);
    expect(server.seen).toHaveLength(2);
  });

  it('on the event endpoint: however many in a row are refused, it never pauses', async () => {
    server.answer(({ lines }) => {
      const first = lines.findIndex((line) => line.includes('"evil"'));
      return first < 0 ? OK : hec(400, 7, 'Incorrect index', { 'invalid-event-number': first + 1 });
    });
    const destination = client.client.destination({ kind: 'event', ownIndex: true });
    client.add(destination, numbers(40), eventHead({ index: 'evil' }));
    client.add(destination, ['good'], eventHead({ index: 'main' }));
    await client.flushed();
    expect(client.rejected).toHaveLength(40);
    expect(client.delivered).toEqual(['good']);
    expect(client.states).toEqual([]);
  });

  it('is another one than that of the same index by configuration, which pauses', async () => {
    server.answer(() => hec(400, 7, 'Incorrect index', INCORRECT));
    const own = client.client.destination({ kind: 'raw', index: 'x', ownIndex: true });
    const configured = client.client.destination({ kind: 'raw', index: 'x' });
    expect(own).not.toBe(configured);
    expect(client.client.destination({ kind: 'raw', index: 'x', ownIndex: true })).toBe(own);
    client.add(configured, ['a']);
    client.client.flush();
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({ scope: 'destination', state: 'paused' });
    expect(client.rejected).toEqual([]);
  });
});
