import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecordedClient } from './recorded-client.js';
import { BUSY, hec, OK, type ScriptedServer } from './scripted-server.js';
import {
  addBatches,
  type ClientOptions,
  endTrial,
  numbers,
  serverOf,
  clientOf as trialClient,
} from './trial.js';

let server: ScriptedServer;
beforeEach(async () => {
  server = await serverOf();
});
afterEach(endTrial);

const clientOf = (options: ClientOptions = {}): RecordedClient =>
  trialClient({ ...options, url: options.url ?? server.url });

describe('an outage', () => {
  it('of 503 loses nothing, sends one probe at a time, and ends all waiting with the first success', async () => {
    let failing = true;
    let open = 0;
    let most = 0;
    server.answer(async (_seen, number) => {
      // The first four may still be open when the first probe comes.
      if (number >= 4) most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      if (number >= 4) open--;
      return failing ? BUSY : OK;
    });
    const client = clientOf({ concurrency: 4 });
    addBatches(client, numbers(30));
    await client.until(() => client.states.some(({ down }) => down));
    expect(most).toBe(1);
    expect(client.delivered).toEqual([]);
    const refused = client.client.snapshot().counts.refused;
    // Four were in flight when it began: they count as one failure.
    expect(refused).toBeLessThanOrEqual(4 + 4);
    failing = false;
    await client.client.idle();
    expect(client.delivered.sort()).toEqual(numbers(30).sort());
    expect(client.twice).toEqual([]);
    expect(client.states.map(({ state, down }) => [state, down])).toEqual([
      ['backing-off', false],
      ['backing-off', true],
      ['ok', false],
    ]);
    expect(client.states[1]!.cause).toBe('503 Server is busy (code 9)');
  });

  it('tells a change of cause, not every attempt', async () => {
    server.answer((_seen, number) => (number < 3 ? BUSY : number < 6 ? { status: 502, body: '<p>' } : OK));
    const client = clientOf({ concurrency: 1, backoff: { firstMs: 1, maxMs: 2, reportAfter: 100 } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.states.map(({ state, cause }) => [state, cause])).toEqual([
      ['backing-off', '503 Server is busy (code 9)'],
      ['backing-off', '502 Bad Gateway'],
      ['ok', undefined],
    ]);
  });

  it('of connections that break counts what may be there twice', async () => {
    server.answer((_seen, number) => (number < 2 ? 'reset' : OK));
    const client = clientOf({ concurrency: 1 });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
    expect(client.client.snapshot().counts.duplicatesPossible).toBe(2);
  });

  it('of a server that is not there is no duplicate', async () => {
    const url = server.url;
    await server.stop();
    const client = clientOf({ url });
    addBatches(client, ['a']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]!.cause).toMatch(/ECONNREFUSED 127\.0\.0\.1:\d+/);
    expect(client.client.snapshot().counts.duplicatesPossible).toBe(0);
    await client.client.close();
    expect(client.unknown).toEqual(['a']);
  });

  it('of answers that do not come ends with the timeout', async () => {
    server.answer((_seen, number) => (number < 1 ? 'hang' : OK));
    const client = clientOf({ timeoutMs: 30 });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
    expect(client.states[0]!.cause).toBe('no answer within 30 ms');
  });
});

describe('what somebody has to mend', () => {
  it.each([
    [403, 1, 'Token disabled'],
    [403, 4, 'Invalid token'],
    [400, 10, 'Data channel is missing'],
    [400, 11, 'Invalid data channel'],
  ])('%i code %i pauses, drops nothing, and heals by itself', async (status, code, text) => {
    let broken = true;
    server.answer(() => (broken ? hec(status, code, text) : OK));
    const client = clientOf({ concurrency: 4 });
    addBatches(client, numbers(10));
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]).toMatchObject({
      scope: 'endpoint',
      state: 'paused',
      cause: expect.stringMatching(`^${status} ${text} \\(code ${code}\\)`),
    });
    expect(client.states[0]!.cause!.includes('the token wants acknowledgement')).toBe(code === 10);
    expect(client.rejected).toEqual([]);
    broken = false;
    await client.client.idle();
    expect(client.delivered.sort()).toEqual(numbers(10).sort());
  });

  it('a rotated token is picked up', async () => {
    server.answer(({ headers }) =>
      headers.authorization === 'Splunk new' ? OK : hec(403, 4, 'Invalid token'),
    );
    let token = 'old';
    const client = clientOf({ token: () => token });
    addBatches(client, ['a']);
    await client.until(() => client.states.length > 0);
    token = ' new\n';
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret-file');
      },
    ],
    ['is empty', () => ' \n'],
    ['cannot be a header', () => 'a\u0000b'],
  ])('a token that %s pauses, and says no secret', async (_what, broken: () => string) => {
    let token = broken;
    const client = clientOf({ token: () => token() });
    addBatches(client, ['a']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]!.state).toBe('paused');
    expect(JSON.stringify(client.states)).not.toContain('secret-file');
    token = () => 'good';
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });

  it('an unknown host pauses', async () => {
    const client = clientOf({ url: 'http://no-such-host.invalid:8088' });
    addBatches(client, ['a']);
    await client.until(() => client.states.length > 0);
    const { state, cause } = client.states[0]!;
    // Some resolvers answer "try again" where there is no network at all.
    expect(cause).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(state).toBe(cause!.includes('ENOTFOUND') ? 'paused' : 'backing-off');
  });

  it('a wrong index in the URL pauses its destination only', async () => {
    let mended = false;
    server.answer(({ url }) =>
      url.includes('nowhere') && !mended ? hec(400, 7, 'Incorrect index', { 'invalid-event-number': 1 }) : OK,
    );
    const client = clientOf();
    const bad = client.client.destination({ kind: 'raw', index: 'nowhere' });
    const good = client.client.destination({ kind: 'raw', index: 'main' });
    client.add(bad, ['a', 'b']);
    client.client.flush();
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({
      scope: 'destination',
      name: 'raw index=nowhere',
      state: 'paused',
    });
    client.add(good, ['c']);
    client.client.flush();
    await client.until(() => client.delivered.includes('c'));
    expect(client.rejected).toEqual([]);
    mended = true;
    await client.client.idle();
    expect(client.delivered).toEqual(['c', 'a', 'b']);
    expect(client.states.filter(({ scope }) => scope === 'endpoint')).toEqual([]);
  });

  it('a 403 of a firewall that minds one event costs that event, while others pass', async () => {
    server.answer(({ lines }) =>
      lines.some((line) => line.includes('attack')) ? { status: 403, body: '<html>blocked</html>' } : OK,
    );
    const client = clientOf({ concurrency: 2 });
    const destination = client.client.destination({ kind: 'raw' });
    client.add(destination, ['a', 'attack', 'b', 'c']);
    client.client.flush();
    const more = setInterval(() => addBatches(client, ['other'], { source: 'other' }), 2);
    await client.until(() => client.rejected.length > 0);
    clearInterval(more);
    await client.client.idle();
    expect(client.rejected.map(({ event, status }) => [event, status])).toEqual([['attack', 403]]);
    expect(client.delivered.filter((event) => event !== 'other').sort()).toEqual(['a', 'b', 'c']);
  });

  it('a 403 of a proxy for everything pauses, and rejects nothing', async () => {
    let blocked = true;
    server.answer(() => (blocked ? { status: 403, body: '<html>' } : OK));
    const client = clientOf();
    addBatches(client, numbers(6));
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]!.state).toBe('paused');
    blocked = false;
    await client.client.idle();
    expect(client.rejected).toEqual([]);
    expect(client.delivered).toHaveLength(6);
  });
});

describe('one destination in trouble', () => {
  it('does not hold up the others, and takes no room from them', async () => {
    server.answer(({ url }) => (url.includes('dead') ? BUSY : OK));
    const client = clientOf({ maxHeldBytes: 64 * 1024, maxBytes: 4096 });
    const dead = client.client.destination({ kind: 'raw', source: 'dead' });
    const event = 'x'.repeat(500);
    for (let i = 0; i < 500 && client.tryAdd(dead, event); i++);
    for (let i = 0; i < 300; i++) {
      if (!client.tryAdd(client.client.destination({ kind: 'raw', source: 'live' }), `${i}`))
        throw new Error(`no room at ${i}`);
      if (i % 10 === 9) {
        client.client.flush();
        await client.until(() => client.delivered.includes(`${i}`));
      }
    }
    expect(client.delivered).toHaveLength(300);
    const endpoint = client.states.filter(({ scope }) => scope === 'endpoint');
    const destination = client.states.filter(({ scope }) => scope === 'destination');
    // The first failure may be the endpoint's; from then on it is known to be the destination's.
    expect(endpoint.length).toBeLessThanOrEqual(4);
    expect(destination[0]).toMatchObject({ name: 'raw source=dead', state: 'backing-off' });
    expect(client.client.snapshot().heldBytes).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('a server that is no server', () => {
  const raw: Server[] = [];
  afterEach(() => {
    for (const one of raw.splice(0)) one.close();
  });

  it('speaks nonsense: the client goes on trying and says so', async () => {
    const nonsense = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'));
    }).listen(0, '127.0.0.1');
    raw.push(nonsense);
    await once(nonsense, 'listening');
    const client = clientOf({ url: `http://127.0.0.1:${(nonsense.address() as AddressInfo).port}` });
    addBatches(client, ['a']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]!.state).toBe('backing-off');
    expect(client.states[0]!.cause).toMatch(/HTTP/);
  });

  it('sends a page without end: it is left, not read', async () => {
    const endless = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        const page = `1000\r\n${'x'.repeat(4096)}\r\n`;
        const more = (): void => {
          if (!socket.destroyed) socket.write(page, more);
        };
        more();
      });
    }).listen(0, '127.0.0.1');
    raw.push(endless);
    await once(endless, 'listening');
    const client = clientOf({ url: `http://127.0.0.1:${(endless.address() as AddressInfo).port}` });
    addBatches(client, ['a']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]!.cause).toBe('200 OK, which is no answer of HEC');
    expect(client.delivered).toEqual([]);
  });
});
