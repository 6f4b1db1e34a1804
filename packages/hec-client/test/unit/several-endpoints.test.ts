import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { EndpointView } from '../../src/index.js';
import { BUSY, hec, OK, type Reply, type Seen } from './scripted-server.js';
import { addBatches, clientOf, endTrial, linesOf, numbers, serverOf } from './trial.js';

afterEach(endTrial);

describe('several endpoints', () => {
  it('share the work, and the one with the fewest requests in flight is next', async () => {
    const held: (() => void)[] = [];
    const slow = await serverOf(() => new Promise((resolve) => held.push(() => resolve(OK))));
    const fast = await serverOf();
    const client = clientOf({ urls: [slow.url, fast.url], concurrency: 4, maxHeldBytes: 1e8 });
    addBatches(client, numbers(60));
    await client.until(() => client.delivered.length >= 56);
    expect(slow.seen.length).toBeGreaterThan(0);
    expect(slow.seen.length).toBeLessThanOrEqual(4);
    for (const letGo of held) letGo();
    await client.client.idle();
    expect(client.delivered).toHaveLength(60);
  });

  it('one that is slow to answer is not asked again while another one is free', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<Reply>((resolve) => {
      letGo = () => resolve(OK);
    });
    const slow = await serverOf(() => held);
    const fast = await serverOf();
    const client = clientOf({ urls: [slow.url, fast.url], concurrency: 4 });
    addBatches(client, ['held']);
    await slow.until(() => slow.seen.length === 1);
    for (let i = 1; i <= 6; i++) {
      addBatches(client, [`e${i}`]);
      await client.until(() => client.delivered.length === i);
    }
    expect([slow.seen.length, fast.seen.length]).toEqual([1, 6]);
    letGo();
    await client.client.idle();
  });

  it('take turns where they are equal', async () => {
    const [one, other] = [await serverOf(), await serverOf()];
    const client = clientOf({ urls: [one.url, other.url] });
    for (const event of numbers(10)) {
      addBatches(client, [event]);
      await client.client.idle();
    }
    expect([one.seen.length, other.seen.length]).toEqual([5, 5]);
  });

  it('a dead one stops nobody, is said, is probed, and comes back by itself', async () => {
    let dead = true;
    const ailing = await serverOf(() => (dead ? BUSY : OK));
    const well = await serverOf();
    const client = clientOf({ urls: [ailing.url, well.url], concurrency: 1 });
    let sent = 0;
    while (!client.states.some(({ down }) => down)) {
      addBatches(client, [`e${sent++}`]);
      await client.client.idle();
    }
    expect(client.delivered).toHaveLength(sent);
    expect(new Set(client.states.map(({ name }) => name))).toEqual(new Set([ailing.url]));
    expect(client.client.snapshot().states.map(({ name, state }) => [name, state])).toEqual([
      [ailing.url, 'backing-off'],
      [well.url, 'ok'],
    ]);
    dead = false;
    while (client.states.at(-1)!.state !== 'ok') {
      addBatches(client, [`e${sent++}`]);
      await client.client.idle();
    }
    expect(client.delivered).toHaveLength(sent);
    expect(client.twice).toEqual([]);
  });

  it('one that hangs holds the batch of its probe back for a part of the time only', async () => {
    const never = new Promise<Reply>(() => {});
    const hanging = await serverOf((_, number) => (number === 0 ? BUSY : never));
    const well = await serverOf();
    // The whole of it would be longer than this test may take.
    const client = clientOf({ urls: [hanging.url, well.url], timeoutMs: 12_000 });
    for (let i = 0; hanging.seen.length < 2; i++) {
      addBatches(client, [`e${i}`]);
      await client.until(() => client.delivered.length > i || hanging.seen.length === 2);
    }
    await client.client.idle();
    expect(linesOf(well)).toEqual(expect.arrayContaining(linesOf(hanging)));
    expect(client.client.snapshot().states[0]?.cause).toBe('no answer within 1000 ms');
    expect(client.twice).toEqual([]);
  }, 10_000);

  it('one that is not there at all loses nothing', async () => {
    const gone = await serverOf();
    const { url } = gone;
    await gone.stop();
    const well = await serverOf();
    const client = clientOf({ urls: [url, well.url] });
    addBatches(client, numbers(20));
    await client.client.idle();
    expect(client.delivered.sort()).toEqual(numbers(20).sort());
    expect(client.client.snapshot().counts.duplicatesPossible).toBe(0);
  });

  it('code 23 moves on at once', async () => {
    const closing = await serverOf(() => hec(503, 23, 'Server is shutting down'));
    const other = await serverOf();
    // A wait would be longer than the test.
    const client = clientOf({ urls: [closing.url, other.url], backoff: { firstMs: 60_000, maxMs: 60_000 } });
    addBatches(client, numbers(4));
    await client.client.idle();
    expect(linesOf(other).sort()).toEqual(numbers(4));
  });

  it('a wrong token at one of them pauses that one only', async () => {
    const wrong = await serverOf(() => hec(403, 4, 'Invalid token'));
    const other = await serverOf();
    const client = clientOf({ urls: [wrong.url, other.url], probe: { firstMs: 60_000, maxMs: 60_000 } });
    addBatches(client, numbers(10));
    await client.client.idle();
    expect(client.delivered).toHaveLength(10);
    expect(client.states).toEqual([expect.objectContaining({ name: wrong.url, state: 'paused' })]);
  });

  it('a destination that is dead at both is found out, and the other one goes on', async () => {
    const answer = ({ url }: Seen): Reply => (url.includes('dead') ? BUSY : OK);
    const [one, other] = [await serverOf(answer), await serverOf(answer)];
    const client = clientOf({ urls: [one.url, other.url] });
    addBatches(client, numbers(3), { source: 'dead' });
    let sent = 0;
    while (!client.states.some(({ scope, down }) => scope === 'destination' && down)) {
      addBatches(client, [`live${sent++}`], { source: 'live' });
      await client.until(() => client.delivered.length === sent);
    }
    expect(
      client.client
        .snapshot()
        .states.slice(0, 2)
        .map(({ state }) => state),
    ).toEqual(['ok', 'ok']);
  });

  it('order is kept in one destination with ordered, whichever endpoint is taken', async () => {
    const came: string[] = [];
    const take = async ({ lines }: Seen, number: number): Promise<Reply> => {
      await new Promise((resolve) => setImmediate(resolve));
      if (number % 5 === 3) return BUSY;
      came.push(...lines);
      return OK;
    };
    const [one, other] = [await serverOf(take), await serverOf(take)];
    const client = clientOf({ urls: [one.url, other.url], ordered: true, maxHeldBytes: 1e8 });
    addBatches(client, numbers(40));
    await client.client.idle();
    expect(came).toEqual(numbers(40));
  });

  it('are chosen by a function of the caller, and its nonsense is the first one', async () => {
    const [one, other] = [await serverOf(), await serverOf()];
    const seen: (readonly EndpointView[])[] = [];
    const client = clientOf({
      urls: [one.url, other.url],
      pickEndpoint(candidates, { source }) {
        seen.push(candidates);
        return source === 'other' ? candidates.findIndex(({ url }) => url === other.url) : 17;
      },
    });
    for (let i = 0; i < 6; i++) {
      addBatches(client, ['x'], { source: 'other' });
      await client.client.idle();
    }
    expect([one.seen.length, other.seen.length]).toEqual([0, 6]);
    addBatches(client, ['y'], { source: 'any' });
    await client.client.idle();
    expect(client.delivered).toHaveLength(7);
    expect(seen[0]![0]).toMatchObject({ inFlight: 0, limit: 4, awaitingAck: 0 });
  });

  it.each([
    [{ url: 'http://a:1', urls: ['http://b:1'] }, 'not both'],
    [{}, 'not both'],
    [{ urls: [] }, 'at least one'],
    [{ urls: ['http://a:1', 'http://a:1/'] }, 'once'],
    [{ url: 'http://a:1', ack: { pollMs: 0 } }, 'ack.pollMs'],
    [{ url: 'http://a:1', ack: { hold: 'nobody' as never } }, 'ack.hold'],
    [{ url: 'http://a:1', ack: { enabled: 'yes' as never } }, 'ack.enabled'],
    [{ url: 'http://a:1', ack: { sessions: 65 } }, 'ack.sessions'],
    [{ url: 'http://a:1', lookup: { everyMs: 5 } }, 'lookup.everyMs'],
  ])('options that cannot work are refused: %j', (options, words) => {
    expect(() => clientOf(options)).toThrow(words);
  });
});

describe('how much is in flight', () => {
  /** The most requests that were open at once, since the last reading. */
  function gauge(answer: (number: number) => Reply) {
    let open = 0;
    let most = 0;
    return {
      read(): number {
        const reading = most;
        most = open;
        return reading;
      },
      async answer(_seen: Seen, number: number): Promise<Reply> {
        most = Math.max(most, ++open);
        for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve));
        open--;
        return answer(number);
      },
    };
  }

  it('shrinks while Splunk says that its queue fills, and grows when it does not', async () => {
    let full = false;
    const { read, answer } = gauge(() => (full ? hec(200, 24) : OK));
    const server = await serverOf(answer);
    const client = clientOf({ url: server.url, concurrency: 8, maxHeldBytes: 1e8 });
    addBatches(client, numbers(50));
    await client.client.idle();
    expect(read()).toBe(8);
    full = true;
    addBatches(client, numbers(100));
    await client.client.idle();
    read();
    addBatches(client, numbers(20));
    await client.client.idle();
    expect(read()).toBe(1);
    full = false;
    addBatches(client, numbers(200));
    await client.client.idle();
    expect(read()).toBe(8);
    expect(client.states).toEqual([]);
    expect(client.client.snapshot().counts.resentEvents).toBe(0);
  });

  it('starts slowly after an outage', async () => {
    const opens: number[] = [];
    let open = 0;
    let allOpen = (): void => undefined;
    const eight = new Promise<void>((resolve) => {
      allOpen = resolve;
    });
    const server = await serverOf(async (_seen, number) => {
      opens.push(++open);
      if (number === 7) allOpen();
      if (number < 8) await eight;
      else for (let i = 0; i < 40; i++) await new Promise((resolve) => setImmediate(resolve));
      open--;
      return number < 8 ? BUSY : OK;
    });
    const client = clientOf({ url: server.url, concurrency: 8, maxHeldBytes: 1e8 });
    addBatches(client, numbers(200));
    await client.client.idle();
    // The first eight are refused together. Then comes the probe, then no more than one more with each answer.
    expect(Math.max(...opens.slice(0, 8))).toBe(8);
    expect(opens[8]).toBe(1);
    expect(Math.max(...opens.slice(9, 12))).toBeLessThanOrEqual(4);
    expect(Math.max(...opens)).toBe(8);
    expect(client.delivered).toHaveLength(200);
  });
});

describe('connections', () => {
  it('are replaced by age, and the old ones are closed', async () => {
    const server = await serverOf();
    const client = clientOf({ url: server.url, recycleMs: 1, concurrency: 1 });
    for (let i = 0; i < 5; i++) {
      addBatches(client, ['x']);
      await client.client.idle();
      const since = performance.now();
      while (performance.now() < since + 2) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(server.connections).toBe(5);
    expect(client.delivered).toHaveLength(5);
  });
});

// Other systems have one loopback address only.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;
describeOnLinux('a name with several addresses', () => {
  it('is an endpoint for each, looked up again; the name stays in Host', async () => {
    const came: string[] = [];
    const hosts = new Set<string | undefined>();
    const server = createServer((request, response) => {
      came.push(request.socket.localAddress ?? '');
      hosts.add(request.headers.host);
      request.resume().on('end', () => response.end('{"text":"Success","code":0}'));
    }).listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    let addresses = ['127.0.0.2', '127.0.0.3', '::1'];
    let lookedUp = 0;
    const client = clientOf({
      url: `http://hec.example.test:${port}`,
      lookup: {
        everyMs: 1000,
        resolve: async (hostname) => {
          expect(hostname).toBe('hec.example.test');
          if (++lookedUp === 2) throw new Error('the resolver is away');
          return addresses;
        },
      },
    });
    const spread = async (): Promise<Set<string>> => {
      came.length = 0;
      for (let i = 0; i < 6; i++) {
        addBatches(client, ['x']);
        await client.client.idle();
      }
      return new Set(came);
    };
    while (client.client.snapshot().states.length < 2) await new Promise((resolve) => setImmediate(resolve));
    expect(await spread()).toEqual(new Set(['127.0.0.2', '127.0.0.3']));
    expect(client.client.snapshot().states.map(({ name }) => name)).toContain(
      `http://hec.example.test:${port} (127.0.0.2)`,
    );
    addresses = ['127.0.0.3', '127.0.0.4'];
    const names = (): string => JSON.stringify(client.client.snapshot().states);
    while (!names().includes('127.0.0.4')) await new Promise((resolve) => setImmediate(resolve));
    expect(lookedUp).toBe(3);
    expect(await spread()).toEqual(new Set(['127.0.0.3', '127.0.0.4']));
    expect(hosts).toEqual(new Set([`hec.example.test:${port}`]));
    await client.client.close();
    server.closeAllConnections();
    server.close();
  }, 15_000);

  it('one that is gone leaves no state behind, once nothing waits for its acknowledgements', async () => {
    let ids = 0;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { acks = [] } = request.url === '/services/collector/ack' ? asked(chunks) : {};
        const acked = { acks: Object.fromEntries(acks.map((id) => [id, true])) };
        if (acks.length === 0) response.end(JSON.stringify({ text: 'Success', code: 0, ackId: ids++ }));
        else if (request.socket.localAddress === '127.0.0.2')
          response.writeHead(403).end('{"text":"Invalid token","code":4}');
        else response.end(JSON.stringify(acked));
      });
    }).listen(0, '0.0.0.0');
    await once(server, 'listening');
    let addresses = ['127.0.0.2', '127.0.0.3'];
    const client = clientOf({
      url: `http://hec.example.test:${(server.address() as AddressInfo).port}`,
      ack: { pollMs: 5, timeoutMs: 1100, sessions: 1 },
      lookup: { everyMs: 1000, resolve: async () => addresses },
    });
    const ailing = (): boolean => client.states.some(({ name }) => name.includes('127.0.0.2) acknow'));
    while (client.client.snapshot().states.length < 2) await new Promise((resolve) => setImmediate(resolve));
    addBatches(client, numbers(4));
    await client.until(ailing);
    addresses = ['127.0.0.3', '127.0.0.4'];
    const names = (): string => JSON.stringify(client.client.snapshot().states);
    while (!names().includes('127.0.0.4')) await new Promise((resolve) => setImmediate(resolve));
    await client.client.idle();
    expect(client.client.snapshot().states.map(({ state }) => state)).toEqual(['ok', 'ok']);
    expect(client.twice).toEqual([]);
    await client.client.close();
    server.closeAllConnections();
    server.close();
  }, 15_000);
});

const asked = (chunks: readonly Buffer[]): { readonly acks?: readonly number[] } =>
  JSON.parse(Buffer.concat(chunks).toString());
