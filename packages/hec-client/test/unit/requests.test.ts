import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { eventHead } from '../../src/index.js';
import type { RecordedClient } from './recorded-client.js';
import { hec, OK, type Reply, type ScriptedServer } from './scripted-server.js';
import { type ClientOptions, endTrial, serverOf, clientOf as trialClient } from './trial.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await serverOf();
});
afterEach(endTrial);

const clientOf = (options: ClientOptions = {}): RecordedClient =>
  trialClient({ url: server.url, ...options });

describe('a request', () => {
  it('carries token, channel, agent and encoded metadata', async () => {
    const client = clientOf({ url: `${server.url}/proxy/`, channel: '01234567-89ab-cdef-0123-456789abcdef' });
    client.add(
      client.client.destination({
        kind: 'raw',
        source: 'a&b ü',
        sourcetype: 'x=y',
        index: 'main',
        host: 'h',
      }),
      ['x'],
    );
    await client.flushed();
    const { url, headers } = server.seen[0]!;
    const { pathname, searchParams } = new URL(url, server.url);
    expect(pathname).toBe('/proxy/services/collector/raw');
    expect(Object.fromEntries(searchParams)).toEqual({
      channel: '01234567-89ab-cdef-0123-456789abcdef',
      source: 'a&b ü',
      sourcetype: 'x=y',
      index: 'main',
      host: 'h',
    });
    expect(headers.authorization).toBe('Splunk token-1');
    expect(headers['user-agent']).toBe('kafka-splunk-hec-client');
  });

  it('carries raw bytes as they are, invalid UTF-8 included', async () => {
    const client = clientOf();
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const batch = client.client.open(client.client.destination({ kind: 'raw' }))!;
    batch.append(bytes, 0, 256);
    batch.append(bytes, 128, 256);
    await client.flushed();
    expect(server.seen[0]!.body).toEqual(
      Buffer.concat([bytes, Buffer.from('\n'), bytes.subarray(128), Buffer.from('\n')]),
    );
  });

  it('carries envelopes with head and plain time', async () => {
    const client = clientOf();
    const destination = client.client.destination({ kind: 'event', sourcetype: 's' });
    client.add(destination, ['say "hi"'], eventHead({ host: 'h', fields: { k: 'v' } }), 1_700_000_000_007);
    client.add(destination, ['plain']);
    await client.flushed();
    const { url, body } = server.seen[0]!;
    expect(url).toBe('/services/collector/event?sourcetype=s');
    expect(body.toString()).toBe(
      '{"host":"h","fields":{"k":"v"},"time":1700000000.007,"event":"say \\"hi\\""}\n{"event":"plain"}\n',
    );
  });

  it('is compressed on demand, and parts of a batch are too', async () => {
    server.answer(({ lines }) => {
      const bad = lines.indexOf('{"event":"e500"}');
      return bad < 0 ? OK : hec(400, 6, 'Invalid data format', { 'invalid-event-number': bad });
    });
    const client = clientOf({ gzip: { level: 1 }, concurrency: 1, maxBytes: 8000 });
    const events = Array.from({ length: 1000 }, (_, i) => `e${i}`);
    client.add(client.client.destination({ kind: 'event' }), events);
    await client.flushed();
    expect(server.seen.every(({ headers }) => headers['content-encoding'] === 'gzip')).toBe(true);
    expect(client.rejected.map(({ event }) => event)).toEqual(['e500']);
    expect(client.delivered).toEqual(events.filter((event) => event !== 'e500'));
  });

  it('keeps its connections', async () => {
    const client = clientOf({ concurrency: 2 });
    const destination = client.client.destination({ kind: 'raw' });
    for (let i = 0; i < 30; i++) {
      client.add(destination, [`${i}`]);
      client.client.flush();
    }
    await client.client.idle();
    expect(server.seen).toHaveLength(30);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it('goes through a dispatcher of the user, which stays open', async () => {
    const agent = new Agent();
    const client = clientOf({ dispatcher: agent });
    client.add(client.client.destination({ kind: 'raw' }), ['a']);
    await client.flushed();
    await client.client.close();
    expect(client.delivered).toEqual(['a']);
    expect(agent.closed).toBe(false);
    await agent.close();
  });
});

describe('ordered', () => {
  it('has one request in flight per destination, and keeps the order through failures and halving', async () => {
    const took: string[] = [];
    let open = 0;
    server.answer(async ({ lines }, number) => {
      open++;
      expect(open).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      if (number % 3 === 0) return hec(503, 9);
      if (lines.length > 2) return { status: 413, body: '' };
      took.push(...lines);
      return OK;
    });
    const client = clientOf({ ordered: true, concurrency: 4, maxEvents: 7 });
    const events = Array.from({ length: 50 }, (_, i) => `${i}`);
    client.add(client.client.destination({ kind: 'raw' }), events);
    await client.flushed();
    expect(took).toEqual(events);
  });
});

describe('the end', () => {
  it('close makes what has no outcome unknown, once, and closing again is safe', async () => {
    server.answer((_seen, number) => (number === 0 ? OK : 'hang'));
    const client = clientOf({ concurrency: 2 });
    const destination = client.client.destination({ kind: 'raw' });
    client.add(destination, ['in']);
    await client.flushed();
    for (const event of ['flight', 'flight too', 'waiting']) {
      client.add(destination, [event]);
      client.client.flush();
    }
    const batch = client.client.open(destination)!;
    client.add(destination, ['open']);
    await Promise.all([client.client.close(), client.client.close()]);
    expect(client.delivered).toEqual(['in']);
    expect(client.unknown.sort()).toEqual(['flight', 'flight too', 'open', 'waiting']);
    expect(client.twice).toEqual([]);
    expect(client.client.snapshot()).toMatchObject({ heldBytes: 0, inFlight: 0 });
    expect(batch.append(Buffer.from('x'), 0, 1)).toBe(-1);
    expect(() => client.client.open(destination)).toThrow(expect.objectContaining({ code: 'HEC_CLOSED' }));
    await client.client.idle();
  });

  it('idle ends with its signal', async () => {
    server.answer(() => 'hang');
    const client = clientOf();
    client.add(client.client.destination({ kind: 'raw' }), ['a']);
    const abort = new AbortController();
    const idle = client.client.idle(abort.signal);
    abort.abort();
    await idle;
    await client.client.idle(abort.signal);
    expect(client.delivered).toEqual([]);
  });
});

describe('room', () => {
  it('is told when a refused destination may open again', async () => {
    let release = (): void => undefined;
    server.answer(async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return OK;
    });
    const client = clientOf({ maxHeldBytes: 32 * 1024, maxBytes: 4096, concurrency: 1 });
    const destination = client.client.destination({ kind: 'raw' });
    for (let i = 0; i < 500 && client.tryAdd(destination, 'x'.repeat(300)); i++);
    expect(client.client.snapshot().heldBytes).toBeLessThanOrEqual(16 * 1024);
    expect(client.rooms).toBe(0);
    await server.until(() => server.seen.length > 0);
    server.answer(() => OK);
    release();
    await client.until(() => client.rooms > 0);
    expect(client.tryAdd(destination, 'y')).toBe(true);
  });
});

/** The same JSON, with a letter of its texts written as its number. */
const escaped = (reply: Reply): Reply =>
  typeof reply === 'string' ? reply : { ...reply, body: reply.body.replaceAll('v', '\\u0076') };

describe('secrets', () => {
  it.each<[string, (reply: Reply) => Reply]>([
    ['', (reply) => reply],
    [', letter by letter', escaped],
  ])('are in no state and no outcome, even when the server says them back%s', async (_, written) => {
    const token = 'very-secret-token';
    server.answer((_seen, number) => {
      const text = `no ${token} here`;
      if (number < 3) return written(hec(503, 9, text));
      if (number < 6) return written(hec(403, 4, text));
      return written(hec(400, 12, text, { 'invalid-event-number': 0 }));
    });
    const client = clientOf({ token });
    client.add(client.client.destination({ kind: 'event' }), ['a']);
    await client.flushed();
    const told = JSON.stringify([client.states, client.rejected, client.client.snapshot()]);
    expect(told).not.toContain(token);
    expect(told).toContain('no *** here');
    expect(client.rejected).toHaveLength(1);
  });
});

describe('the caller’s own mistakes', () => {
  it.each([
    ['a URL that is none', { url: 'splunk:8088x' }],
    ['another protocol', { url: 'ftp://splunk' }],
    ['a password in the URL', { url: 'http://u:p@splunk' }],
    ['the collector path', { url: 'http://splunk/services/collector/raw' }],
    ['a negative time', { lingerMs: -1 }],
    ['half a request', { concurrency: 0.5 }],
    ['a level of 10', { gzip: { level: 10 } }],
    ['a wait of nothing', { backoff: { firstMs: 0 } }],
    ['a shrinking wait', { backoff: { factor: 0.5 } }],
    ['an empty token', { token: '' }],
    ['a token of white space', { token: ' \n' }],
    ['a token with a space', { token: 'two words' }],
    ['a token that is missing', { token: undefined as never }],
    ['a token that is an object', { token: { token: 'x' } as never }],
  ])('%s is refused by name', (_what, options) => {
    expect(() => trialClient({ url: 'http://splunk:8088', ...options })).toThrow(
      expect.objectContaining({ code: 'HEC_OPTION' }),
    );
  });

  it('a token that cannot work is not quoted, and one with white space around it works', async () => {
    expect(() => clientOf({ token: 'secret words' })).not.toThrow(/secret/);
    const client = clientOf({ token: ' token-1\n' });
    client.add(client.client.destination({ kind: 'raw' }), ['x']);
    await client.flushed();
    expect(server.seen[0]!.headers.authorization).toBe('Splunk token-1');
  });

  it('a destination of another client is refused', () => {
    const [one, other] = [clientOf(), clientOf()];
    const destination = other.client.destination({ kind: 'raw' });
    expect(() => one.client.open(destination)).toThrow(expect.objectContaining({ code: 'HEC_DESTINATION' }));
    expect(() => one.client.destination({ kind: 'both' as never })).toThrow(
      expect.objectContaining({ code: 'HEC_OPTION' }),
    );
    expect(other.client.destination({ kind: 'raw' })).toBe(destination);
  });
});
