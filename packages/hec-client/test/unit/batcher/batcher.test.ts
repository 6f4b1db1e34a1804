import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startReceiver } from '@kafka-splunk/hec-receiver';
import {
  type BatcherEvent,
  createHecBatcher,
  createHecClient,
  type EventOutcome,
  type HecBatcher,
  type HecBatcherOptions,
} from '../../../src/index.js';
import { BUSY, hec, OK, ScriptedServer } from '../scripted-server.js';

let server: ScriptedServer;
const open: HecBatcher[] = [];

beforeEach(async () => {
  server = await ScriptedServer.start();
});
afterEach(async () => {
  for (const batcher of open.splice(0)) await batcher.close({ deadlineMs: 0 });
  await server.stop();
});

function batcherOf(options: Partial<HecBatcherOptions> = {}): HecBatcher {
  const batcher = createHecBatcher({
    url: server.url,
    token: 'token-1',
    lingerMs: 5,
    backoff: { firstMs: 1, maxMs: 5 },
    ...options,
  });
  open.push(batcher);
  return batcher;
}

const bodies = (): string => server.seen.map(({ body }) => body.toString()).join('');

describe('outcomes', () => {
  it('come for each event of its own', async () => {
    server.answer((_, number) => (number === 0 ? hec(400, 6, 'Invalid', { 'invalid-event-number': 1 }) : OK));
    const batcher = batcherOf();
    const outcomes = await Promise.all(['a', 'bad', 'c'].map((event) => batcher.send({ event })));
    expect(outcomes).toEqual([
      { kind: 'delivered' },
      { kind: 'rejected', code: 6, status: 400, text: 'Invalid' },
      { kind: 'delivered' },
    ]);
  });

  it('of rejected events are told with the event, of sent and of refused ones', async () => {
    server.answer((_, number) => (number === 0 ? hec(400, 6, 'Invalid', { 'invalid-event-number': 1 }) : OK));
    const told: [BatcherEvent, EventOutcome][] = [];
    const batcher = batcherOf({ onRejected: (event, outcome) => told.push([event, outcome]) });
    const [fine, bad, blank] = [{ event: 'a' }, { event: 'bad' }, { event: ' ' }];
    await batcher.add(fine);
    await batcher.add(bad);
    await batcher.add(blank);
    await batcher.flush();
    expect(told.map(([event]) => event)).toEqual([blank, bad]);
    expect(told[0]![1]).toMatchObject({ kind: 'rejected', code: 13 });
    expect(batcher.snapshot().refusedLocally).toBe(1);
  });
});

describe('what is sent', () => {
  it('texts, bytes, objects and envelopes', async () => {
    const batcher = batcherOf({ destination: { kind: 'event', sourcetype: 's' } });
    await batcher.add('text');
    await batcher.add(new Uint8Array([0x62, 0x79]));
    await batcher.add({ event: { a: [1, null] }, time: new Date(1_700_000_000_007), fields: { f: 'v' } });
    await batcher.add({ envelope: ' {"event": 1, "time": 1.5} ' });
    await batcher.flush();
    expect(server.seen[0]!.url).toBe('/services/collector/event?sourcetype=s');
    expect(bodies()).toBe(
      '{"event":"text"}\n{"event":"by"}\n' +
        '{"time":1700000000.007,"fields":{"f":"v"},"event":{"a":[1,null]}}\n{"event": 1, "time": 1.5}\n',
    );
  });

  it('goes where it is told to', async () => {
    const batcher = batcherOf();
    const nginx = batcher.destination({ kind: 'raw', sourcetype: 'nginx' });
    await batcher.add('line ü', { destination: nginx });
    await batcher.flush();
    expect(server.seen[0]!.url).toBe('/services/collector/raw?sourcetype=nginx');
    expect(bodies()).toBe('line ü\n');
    expect(await batcher.send({ event: 'x' }, { destination: nginx })).toMatchObject({ kind: 'rejected' });
  });

  it('is whole for texts larger than the scratch buffer', async () => {
    const batcher = batcherOf({ destination: { kind: 'raw' } });
    const texts = [70_000, 400_000, 10].map((length) => 'ü'.repeat(length));
    const outcomes = await Promise.all(texts.map((text) => batcher.send(text)));
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true);
    expect(bodies()).toBe(texts.map((text) => `${text}\n`).join(''));
  });

  it('is not larger than maxEventBytes, counted in bytes', async () => {
    const batcher = batcherOf({ destination: { kind: 'raw' }, maxEventBytes: 10 });
    const kinds = async (event: BatcherEvent): Promise<string> => (await batcher.send(event)).kind;
    expect(await kinds('ü'.repeat(5))).toBe('delivered');
    expect(await kinds('ü'.repeat(6))).toBe('rejected');
    expect(await kinds(new Uint8Array(11))).toBe('rejected');
  });
});

describe('room', () => {
  it('add waits for it, in order, and the bound holds', async () => {
    let held = 0;
    const maxHeldBytes = 64 * 1024;
    const batcher = batcherOf({ destination: { kind: 'raw' }, maxHeldBytes, maxBytes: 4096, ordered: true });
    const events = Array.from({ length: 2000 }, (_, i) => `${i} ${'x'.repeat(100)}`);
    for (const event of events) {
      await batcher.add(event);
      held = Math.max(held, batcher.snapshot().heldBytes);
    }
    await batcher.flush();
    expect(held).toBeLessThanOrEqual(maxHeldBytes);
    expect(bodies()).toBe(events.map((event) => `${event}\n`).join(''));
  });

  it('is given in order to who does not wait for his turn', async () => {
    const batcher = batcherOf({
      destination: { kind: 'raw' },
      maxHeldBytes: 8192,
      maxBytes: 1024,
      ordered: true,
    });
    const events = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(100)}`);
    const added = events.map((event) => batcher.add(event));
    expect(batcher.snapshot().waiting).toBeGreaterThan(0);
    await batcher.flush();
    await Promise.all(added);
    expect(bodies()).toBe(events.map((event) => `${event}\n`).join(''));
  });

  it('that has just come is not taken by who comes later', async () => {
    const batcher = batcherOf({
      destination: { kind: 'raw' },
      maxHeldBytes: 8192,
      maxBytes: 1024,
      ordered: true,
    });
    const text = 'x'.repeat(300);
    const first = batcher.send(`first ${text}`);
    const others = Array.from({ length: 60 }, (_, i) => batcher.add(`${i} ${text}`));
    expect(batcher.snapshot().waiting).toBeGreaterThan(0);
    // Its bytes are free when its outcome comes, and those who wait have not been told yet.
    await first;
    const late = batcher.add('late');
    await Promise.all([...others, late]);
    await batcher.flush();
    expect(bodies().trimEnd().split('\n').at(-1)).toBe('late');
  });

  it('that one destination lacks is there for another', async () => {
    server.answer(({ url }) => (url.includes('dead') ? BUSY : OK));
    const batcher = batcherOf({ maxHeldBytes: 16_384, maxBytes: 1024 });
    const dead = batcher.destination({ kind: 'raw', index: 'dead' });
    const alive = batcher.destination({ kind: 'raw', index: 'alive' });
    const text = 'x'.repeat(500);
    const stuck = Array.from({ length: 100 }, () => batcher.add(text, { destination: dead }));
    for (const each of stuck) each.catch(() => {});
    expect(await batcher.send('y', { destination: alive })).toEqual({ kind: 'delivered' });
    expect(batcher.snapshot().waiting).toBeGreaterThan(0);
  });

  it('waiting for it ends with the signal, and the event is not sent', async () => {
    server.answer(() => BUSY);
    const batcher = batcherOf({ destination: { kind: 'raw' }, maxHeldBytes: 8192, maxBytes: 1024 });
    const filling = Array.from({ length: 50 }, () => batcher.add('x'.repeat(500)));
    for (const each of filling) each.catch(() => {});
    const abort = new AbortController();
    const waiting = batcher.send('late', { signal: abort.signal });
    abort.abort(new Error('too late'));
    await expect(waiting).rejects.toMatchObject({ message: 'too late' });
    await expect(batcher.add('x', { signal: abort.signal })).rejects.toMatchObject({ message: 'too late' });
    server.answer(() => OK);
    await batcher.close();
    expect(bodies()).not.toContain('late');
  });
});

describe('the end', () => {
  it('close sends everything first, and those who wait for room too', async () => {
    const batcher = batcherOf({
      destination: { kind: 'raw' },
      maxHeldBytes: 8192,
      maxBytes: 1024,
      lingerMs: 60_000,
    });
    const added = Array.from({ length: 300 }, (_, i) => batcher.add(`${i} ${'x'.repeat(100)}`));
    expect(await batcher.close()).toEqual({ unknown: 0, unsent: 0 });
    await Promise.all(added);
    expect(bodies().split('\n')).toHaveLength(301);
    await expect(batcher.add('x')).rejects.toMatchObject({ code: 'HEC_CLOSED' });
  });

  it('close gives up at its deadline and says what it left', async () => {
    server.answer(() => 'hang');
    const batcher = batcherOf({
      destination: { kind: 'raw' },
      maxHeldBytes: 8192,
      maxBytes: 1024,
      concurrency: 1,
    });
    const sent = Array.from({ length: 40 }, () => batcher.send('x'.repeat(500)));
    const settled = Promise.allSettled(sent);
    const { unknown, unsent } = await batcher.close({ deadlineMs: 20 });
    expect(unknown).toBeGreaterThan(0);
    expect(unsent).toBeGreaterThan(0);
    expect(unknown + unsent).toBe(40);
    const results = await settled;
    expect(results.filter((r) => r.status === 'fulfilled' && r.value.kind === 'unknown')).toHaveLength(
      unknown,
    );
    expect(results.filter((r) => r.status === 'rejected')).toHaveLength(unsent);
  });

  it('abort of the batcher’s signal ends all waiting', async () => {
    server.answer(() => BUSY);
    const abort = new AbortController();
    const batcher = batcherOf({ signal: abort.signal });
    const outcome = batcher.send({ event: 'x' });
    abort.abort();
    expect((await outcome).kind).toBe('unknown');
  });

  it('abort of a queued event’s signal ends the waiting for it only', async () => {
    server.answer(() => 'hang');
    const batcher = batcherOf();
    const abort = new AbortController();
    const outcome = batcher.send({ event: 'x' }, { signal: abort.signal });
    await server.until(() => server.seen.length === 1);
    abort.abort();
    expect(await outcome).toMatchObject({ kind: 'unknown' });
  });

  it('leaves nothing on the signal of an event, wherever its outcome comes from', async () => {
    const batcher = batcherOf();
    const { signal } = new AbortController();
    for (const event of ['arrives', ' ']) {
      const { kind } = await batcher.send({ event }, { signal });
      expect(kind).toBe(event === ' ' ? 'rejected' : 'delivered');
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('await using closes', async () => {
    {
      await using batcher = createHecBatcher({ url: server.url, token: 't', lingerMs: 60_000 });
      await batcher.add('x');
    }
    expect(bodies()).toBe('{"event":"x"}\n');
  });

  it('flush waits for what was added before it', async () => {
    const batcher = batcherOf({ lingerMs: 60_000 });
    await batcher.add('x');
    await batcher.flush();
    expect(bodies()).toBe('{"event":"x"}\n');
    await batcher.flush();
  });
});

it('mistakes of the caller are told to him', async () => {
  expect(() => batcherOf({ maxEventBytes: 0 })).toThrow(expect.objectContaining({ code: 'HEC_OPTION' }));
  const other = createHecClient({ url: server.url, token: 't', newContext: () => 0, onOutcome: () => {} });
  const foreign = other.destination({ kind: 'event', index: 'x' });
  await expect(batcherOf().add('x', { destination: foreign })).rejects.toMatchObject({
    code: 'HEC_DESTINATION',
  });
  await other.close();
});

it('with acknowledgement the outcome comes when an indexer has said so', async () => {
  const receiver = await startReceiver({ tokens: [{ token: 'acking', useAck: true }] });
  receiver.acks.hold();
  const batcher = batcherOf({ url: receiver.url, token: 'acking', ack: { pollMs: 5 } });
  let decided = false;
  const outcome = batcher.send('x').finally(() => {
    decided = true;
  });
  await receiver.waitFor(({ accepted }) => accepted.events === 1);
  expect(decided).toBe(false);
  receiver.acks.release();
  expect(await outcome).toEqual({ kind: 'acknowledged' });
  await batcher.close();
  await receiver.stop();
});

it('a wrong index of one event costs that event, and pauses nothing', async () => {
  const receiver = await startReceiver({ tokens: [{ token: 'main-only', indexes: ['main'] }] });
  const states: string[] = [];
  const batcher = batcherOf({
    url: receiver.url,
    token: 'main-only',
    onState: ({ state }) => states.push(state),
  });
  const kinds = await Promise.all(
    ['main', 'wrong', 'main'].map((index) => batcher.send({ event: 'x', index }).then(({ kind }) => kind)),
  );
  expect(kinds).toEqual(['delivered', 'rejected', 'delivered']);
  expect(states).toEqual([]);
  await batcher.close();
  await receiver.stop();
});
