import { afterEach, describe, expect, it } from '@jest/globals';
import { noAckIdCause } from '../../src/codes.js';
import { ack, acking, arrived, clientOf, endAckTrial, isAck, receiverOf } from './ack-trial.js';
import { hec } from './scripted-server.js';
import { addBatches, numbers, serverOf, clientOf as trialClient } from './trial.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

afterEach(endAckTrial);

describe('with acknowledgement', () => {
  it('an event counts when an indexer has said so, and its body is held until then', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const client = clientOf(receiver);
    addBatches(client, numbers(10));
    let asked = 0;
    receiver.onRequest(({ endpoint }) => {
      if (endpoint === 'ack') asked++;
    });
    await receiver.waitFor(({ events }) => events.length === 10 && asked > 4);
    expect(client.acknowledged).toEqual([]);
    const snapshot = client.client.snapshot();
    expect(snapshot).toMatchObject({ awaitingAck: 10, inFlight: 0 });
    expect(snapshot.heldBytes).toBeGreaterThan(0);

    receiver.acks.release();
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(numbers(10));
    expect(client.delivered).toEqual([]);
    expect(receiver.events).toHaveLength(10);
    expect(client.client.snapshot()).toMatchObject({
      awaitingAck: 0,
      heldBytes: 0,
      counts: { deliveredEvents: 10, acknowledgedEvents: 10, unacknowledgedEvents: 0, resentEvents: 0 },
    });
    expect(client.states).toEqual([]);
  });

  it('many are asked for in one question, and true is enough once', async () => {
    const receiver = await receiverOf({ ackDelayMs: 30 });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1, pollMs: 50 } });
    let questions = 0;
    receiver.onRequest(({ endpoint }) => {
      if (endpoint === 'ack') questions++;
    });
    addBatches(client, numbers(200));
    await client.client.idle();
    expect(client.acknowledged).toHaveLength(200);
    expect(questions).toBeLessThan(50);
    expect(receiver.events).toHaveLength(200);
  });

  it('each session has a channel of its own, which begins like the one of the options', async () => {
    const receiver = await receiverOf();
    const client = clientOf(receiver, {
      channel: '408C8DA1-b9b1-460b-aeb4-56426865bca1',
      ack: { ...ack, sessions: 3 },
      concurrency: 6,
    });
    const channels = new Set<string>();
    receiver.onRequest(({ headers, query }) => {
      channels.add(String(headers['x-splunk-request-channel']));
      expect(query.has('channel')).toBe(false);
    });
    addBatches(client, numbers(60));
    await client.client.idle();
    expect(channels.size).toBe(3);
    for (const channel of channels) {
      expect(channel).toMatch(GUID);
      expect(channel.startsWith('408c8da1-')).toBe(true);
      expect(channel).not.toBe('408c8da1-b9b1-460b-aeb4-56426865bca1');
    }
  });

  it('behind a load balancer with cookies every session stays with its indexer', async () => {
    const receiver = await receiverOf({ indexers: 4, ackDelayMs: 10 });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 3 }, concurrency: 8, maxHeldBytes: 1e8 });
    addBatches(client, numbers(300));
    await client.client.idle();
    expect(client.acknowledged).toHaveLength(300);
    expect(client.client.snapshot().counts).toMatchObject({ resentEvents: 0, unacknowledgedEvents: 0 });
    expect(client.states).toEqual([]);
  });

  it('what a 400 had taken waits under its own id', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    receiver.faults.always({ do: 'poison', marker: 'bad', code: 12 });
    const client = clientOf(receiver, { concurrency: 1 });
    const destination = client.client.destination({ kind: 'event' });
    client.add(destination, ['a', ' ', 'b', 'bad', 'c', ' ', 'd', 'bad', 'e']);
    client.client.flush();
    await receiver.waitFor(({ events }) => events.length === 5);
    await client.until(() => client.rejected.length >= 2);
    expect(client.acknowledged).toEqual([]);
    receiver.acks.release();
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(client.rejected.map(({ event, code }) => [event, code]).sort()).toEqual([
      [' ', 13],
      [' ', 13],
      ['bad', 12],
      ['bad', 12],
    ]);
    expect(arrived(receiver)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(client.twice).toEqual([]);
  });

  it('close makes what is not acknowledged unknown', async () => {
    for (const hold of ['body', 'caller'] as const) {
      const receiver = await receiverOf();
      receiver.acks.hold();
      const client = clientOf(receiver, { ack: { ...ack, hold } });
      addBatches(client, ['a', 'b']);
      while (client.client.snapshot().awaitingAck < 2) await new Promise((resolve) => setImmediate(resolve));
      await client.client.close();
      expect(client.unknown.sort()).toEqual(['a', 'b']);
    }
  });
});

describe('what is not acknowledged in time', () => {
  it('is sent again through another session', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const channels = new Set<string>();
    receiver.onRequest(({ endpoint, headers }) => {
      if (endpoint === 'raw') channels.add(String(headers['x-splunk-request-channel']));
      if (channels.size > 1) receiver.acks.release();
    });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1, timeoutMs: 30 } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.acknowledged).toEqual(['a']);
    expect(channels.size).toBe(2);
    const { resentEvents, duplicatesPossible, unacknowledgedEvents } = client.client.snapshot().counts;
    expect(resentEvents).toBeGreaterThan(0);
    expect(duplicatesPossible).toBe(resentEvents);
    expect(unacknowledgedEvents).toBe(resentEvents);
    expect(arrived(receiver).every((event) => event === 'a')).toBe(true);
  });

  it('is asked for once more before it is given up', async () => {
    const receiver = await receiverOf();
    const client = clientOf(receiver, { ack: { ...ack, pollMs: 40, timeoutMs: 1 } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.acknowledged).toEqual(['a']);
    expect(arrived(receiver)).toEqual(['a']);
  });

  it('is handed back where the caller holds it, and its bytes were let go before', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const client = clientOf(receiver, { ack: { ...ack, hold: 'caller', timeoutMs: 50 } });
    const destination = client.client.destination({ kind: 'event' });
    client.add(destination, ['a', ' ', 'b']);
    client.client.flush();
    await client.until(() => client.taken.size === 2);
    expect([...client.taken]).toEqual(['0/0-1', '0/2-3']);
    expect(client.client.snapshot()).toMatchObject({ heldBytes: 2048, awaitingAck: 1 });
    await client.client.idle();
    expect(client.unacknowledged).toEqual(['a', 'b']);
    expect(client.rejected.map(({ event }) => event)).toEqual([' ']);
    expect(client.client.snapshot().counts).toMatchObject({ unacknowledgedEvents: 2, resentEvents: 0 });
    expect(client.twice).toEqual([]);
  });

  it('costs 2 KiB a request where the caller holds it, whatever its size', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const client = clientOf(receiver, {
      ack: { ...ack, hold: 'caller' },
      maxHeldBytes: 1_000_000,
      maxBytes: 20_000,
    });
    const destination = client.client.destination({ kind: 'raw' });
    for (let i = 0; i < 200; i++) {
      await client.until(() => client.tryAdd(destination, 'x'.repeat(10_000)));
      client.client.flush();
      await receiver.waitFor(({ events }) => events.length > i);
      while (client.client.snapshot().awaitingAck <= i) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(client.client.snapshot()).toMatchObject({ awaitingAck: 200, heldBytes: 200 * 2048 });
    receiver.acks.release();
    await client.client.idle();
    expect(client.acknowledged).toHaveLength(200);
    expect(client.client.snapshot().heldBytes).toBe(0);
  });

  it('has a bound where the caller holds it and nobody ever acknowledges', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const client = clientOf(receiver, {
      ack: { ...ack, hold: 'caller' },
      maxHeldBytes: 100_000,
      maxEvents: 1,
    });
    const destination = client.client.destination({ kind: 'raw' });
    let added = 0;
    let full = false;
    while (!full) {
      full = !client.tryAdd(destination, `e${added}`);
      if (!full) await receiver.waitFor(({ events }) => events.length > added);
      if (!full) added++;
      while (client.client.snapshot().inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(added).toBeLessThan(50);
    receiver.acks.release();
    await client.until(() => client.rooms > 0);
    await client.flushed();
    expect(client.acknowledged).toHaveLength(added);
  });

  it('because the answer to the question was lost is sent again, never called delivered', async () => {
    const receiver = await receiverOf();
    receiver.faults.when(isAck).next(1, { do: 'reset-after-accept' });
    const client = clientOf(receiver, { ack: { ...ack, timeoutMs: 60 } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.acknowledged).toEqual(['a']);
    expect(arrived(receiver)).toEqual(['a', 'a']);
    expect(client.client.snapshot().counts).toMatchObject({ resentEvents: 1, duplicatesPossible: 1 });
  });
});

describe('an indexer that restarts', () => {
  it('begins its ids again: what it had not acknowledged is sent again at once, through another session', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1 } });
    addBatches(client, ['a', 'b', 'c']);
    await receiver.waitFor(() => client.client.snapshot().awaitingAck === 3);
    receiver.restartIndexers();
    addBatches(client, ['d']);
    // Four batches come again or for the first time, under ids that are new.
    await receiver.waitFor(({ events }) => events.length >= 8);
    receiver.acks.release();
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(arrived(receiver))).toEqual(new Set(['a', 'b', 'c', 'd']));
    const causes = client.states.map(({ cause = '' }) => cause);
    expect(causes.some((cause) => cause.includes('began again'))).toBe(true);
    expect(client.twice).toEqual([]);
  });

  it('may have given the id that an older request waits for to one whose id was not told', async () => {
    const seen: string[] = [];
    let nextId = 0;
    const server = await serverOf(({ url, lines, body }) => {
      if (url.endsWith('/ack')) {
        const { acks } = JSON.parse(body.toString()) as { acks: number[] };
        return {
          status: 200,
          body: JSON.stringify({ acks: Object.fromEntries(acks.map((id) => [id, seen.length > 1])) }),
        };
      }
      seen.push(...lines);
      // The second one comes after a restart, gets id 0 there, and its answer does not say so.
      return seen.length === 2 ? hec(200, 0) : hec(200, 0, 'Success', { ackId: nextId++ });
    });
    const client = trialClient({ url: server.url, ack: { ...ack, sessions: 1 }, concurrency: 1 });
    addBatches(client, ['a', 'b']);
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(['a', 'b']);
    expect(seen.sort()).toEqual(['a', 'a', 'b', 'b']);
  });

  it('with nothing open costs nothing', async () => {
    const receiver = await receiverOf();
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1 } });
    addBatches(client, ['a', 'b', 'c']);
    await client.client.idle();
    receiver.restartIndexers({ closeConnections: false });
    addBatches(client, ['d']);
    await client.client.idle();
    expect(arrived(receiver).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(client.states).toEqual([]);
  });

  it('behind a balancer that keeps no session is found out, said, and slowed down', async () => {
    const receiver = await receiverOf({ indexers: 2 });
    receiver.acks.hold();
    // Without the cookie every request goes to the next indexer, as behind a balancer without stickiness.
    receiver.onRequest((request) => {
      delete (request.headers as Record<string, unknown>).cookie;
    });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1 }, concurrency: 1 });
    addBatches(client, numbers(20));
    await client.until(() => client.states.some(({ state }) => state === 'paused'));
    expect(client.states.at(-1)!.cause).toContain('load balancer');
    expect(client.acknowledged).toEqual([]);
    expect(client.twice).toEqual([]);
  });
});

describe('the question fails closed', () => {
  it.each([
    ['400 ACK is disabled', { code: 14 }, 'paused'],
    ['403 Invalid token', { code: 4 }, 'paused'],
    ['a page of a proxy', { status: 200, body: '<html>ok</html>' }, 'backing-off'],
    ['a list that is none', { status: 200, body: '{"acks":{"0":"true","1":1}}' }, 'backing-off'],
    ['404', { status: 404, body: '' }, 'backing-off'],
    ['400 without a body', { status: 400, body: '' }, 'paused'],
    ['503', { code: 9 }, 'backing-off'],
  ] as const)('%s acknowledges nothing, and is said', async (_what, fault, state) => {
    const receiver = await receiverOf();
    receiver.faults.when(isAck).always(fault);
    const client = clientOf(receiver);
    addBatches(client, ['a']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states[0]).toMatchObject({ scope: 'endpoint', state });
    expect(client.states[0]!.name).toBe(`${receiver.url} acknowledgements`);
    expect(client.states[0]!.cause).toContain('acknowledgements cannot be asked for');
    expect(client.acknowledged).toEqual([]);

    // While it cannot be asked, nothing more is sent.
    const before = receiver.events.length;
    addBatches(client, ['b', 'c']);
    const asked = (): number => receiver.requests.byPath['/services/collector/ack'] ?? 0;
    const earlier = asked();
    await receiver.waitFor(() => asked() > earlier + 3);
    expect(receiver.events).toHaveLength(before);

    receiver.faults.clear();
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(['a', 'b', 'c']);
    expect(arrived(receiver)).toEqual(['a', 'b', 'c']);
    expect(client.states.at(-1)!.state).toBe('ok');
  });

  it('a token without acknowledgement pauses, and delivers nothing in silence', async () => {
    const receiver = await receiverOf({ tokens: [{ token: 'token-with-acks' }] });
    const client = clientOf(receiver);
    addBatches(client, ['a', 'b']);
    await client.until(() => client.states.some(({ down }) => down));
    expect(client.states.map(({ state }) => state)).not.toContain('ok');
    expect(client.states[0]!.state).toBe('paused');
    expect(client.states[0]!.cause).toBe(noAckIdCause);
    expect(client.delivered).toEqual([]);
    receiver.tokens.set(acking);
    await client.client.idle();
    expect(client.acknowledged.sort()).toEqual(['a', 'b']);
  });
});
