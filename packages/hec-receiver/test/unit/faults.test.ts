import { describe, expect, test } from '@jest/globals';
import { call, causeOf, channel } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

const raw = '/services/collector/raw';
const status = async (...args: Parameters<typeof call>) => (await call(...args)).status;

describe('answers', () => {
  test('next answers so many requests, in the order written, and takes nothing', async () => {
    const receiver = await startForTest();
    receiver.faults.next(2, { status: 503, code: 9, headers: { 'Retry-After': '1' } });
    receiver.faults.next(1, { status: 502 });
    expect(receiver.faults.active).toEqual(['503/9 x2', '502 x1']);
    const first = await call(receiver, raw, 'a');
    expect([first.status, first.json, first.headers.get('retry-after')]).toEqual([
      503,
      { text: 'Server is busy', code: 9 },
      '1',
    ]);
    expect(await status(receiver, raw, 'a')).toBe(503);
    const proxy = await call(receiver, raw, 'a');
    expect([proxy.status, proxy.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(receiver.accepted.events).toBe(0);
    expect(await status(receiver, raw, 'a')).toBe(200);
    expect(receiver.requests).toMatchObject({
      total: 4,
      refused: 3,
      byStatus: { 503: 2, 502: 1, 200: 1 },
      byCode: { 9: 2, 0: 1 },
    });
  });

  test('always goes on until clear', async () => {
    const receiver = await startForTest();
    receiver.faults.always({ code: 26 });
    expect(receiver.faults.active).toEqual(['429/26']);
    expect([await status(receiver, raw, 'a'), await status(receiver, raw, 'a')]).toEqual([429, 429]);
    receiver.faults.clear();
    expect(await status(receiver, raw, 'a')).toBe(200);
  });

  test('when picks requests; without it ack and health are left alone', async () => {
    const receiver = await startForTest({ tokens: [{ token: 't', useAck: true }] });
    receiver.faults.when((request) => request.metadata.index === 'dead').always({ code: 9 });
    const query = `?channel=${channel}`;
    expect(await status(receiver, `${raw}${query}&index=dead`, 'a')).toBe(503);
    expect(await status(receiver, `${raw}${query}&index=alive`, 'a')).toBe(200);
    receiver.faults.clear();
    receiver.faults.always({ code: 9 });
    expect(await status(receiver, `/services/collector/ack${query}`, '{"acks":[0]}')).toBe(200);
    expect(await status(receiver, '/services/collector/health', undefined, { method: 'GET' })).toBe(200);
    receiver.faults.when((request) => request.endpoint === 'ack').next(1, { status: 404 });
    expect(await status(receiver, `/services/collector/ack${query}`, '{"acks":[0]}')).toBe(404);
  });

  test('400 at event 2 lets those before it in; 503 with a number lets none in', async () => {
    const receiver = await startForTest({ keep: 'events' });
    receiver.faults.next(1, { status: 400, code: 6, eventNumber: 2 });
    receiver.faults.next(1, { status: 503, code: 9, eventNumber: 2 });
    receiver.faults.next(1, { code: 8, accept: 'all' });
    const refused = await call(receiver, raw, 'a\nb\nc\nd');
    expect(refused.json).toEqual({ text: 'Invalid data format', code: 6, 'invalid-event-number': 2 });
    expect(receiver.events.map((event) => event.raw.toString())).toEqual(['a', 'b']);
    await call(receiver, raw, 'a\nb\nc\nd');
    expect(receiver.accepted.events).toBe(2);
    await call(receiver, raw, 'a\nb\nc\nd');
    expect(receiver.accepted.events).toBe(6);
  });

  test('code 7 at n means n - 1, where the receiver counts as Splunk 10.4 does', async () => {
    const receiver = await startForTest();
    receiver.faults.next(1, { code: 7, eventNumber: 2 });
    await call(receiver, raw, 'a\nb\nc\nd');
    expect(receiver.accepted.events).toBe(1);
  });

  test('poison refuses the event that holds it, on both endpoints, and nothing else', async () => {
    const receiver = await startForTest({ keep: 'events' });
    receiver.faults.always({ do: 'poison', marker: 'BAD' });
    receiver.faults.next(1, { do: 'poison', marker: (event) => event.includes('ODD'), code: 13 });
    expect((await call(receiver, raw, 'a\nb BAD\nc')).json).toMatchObject({
      code: 6,
      'invalid-event-number': 1,
    });
    expect((await call(receiver, raw, 'ODD')).json).toMatchObject({ code: 13, 'invalid-event-number': 0 });
    expect(await status(receiver, raw, 'ODD')).toBe(200);
    expect((await call(receiver, '/services/collector', '{"event":"BAD"}')).json).toMatchObject({ code: 6 });
    expect(receiver.events.map((event) => event.raw.toString())).toEqual(['a', 'ODD']);
  });

  test('a fault that means nothing is refused when it is written', async () => {
    const receiver = await startForTest();
    expect(() => receiver.faults.next(0, { code: 9 })).toThrow('1 request or more');
    expect(() => receiver.faults.always({})).toThrow('a status, or a HEC code');
    expect(() => receiver.faults.always({ code: 99 })).toThrow('a HEC code from 0 to 28');
  });
});

describe('connections', () => {
  test.each([
    ['reset', 0],
    ['reset-after-read', 0],
    ['reset-after-accept', 1],
    ['half-answer', 1],
  ] as const)('%s breaks the connection and takes %d events', async (fault, taken) => {
    const receiver = await startForTest();
    receiver.faults.next(1, { do: fault });
    const failed = await call(receiver, raw, 'a').catch((error: unknown) => causeOf(error));
    expect(failed).toMatch(/^(ECONNRESET|UND_ERR_SOCKET|EPIPE)$/);
    await receiver.waitFor((r) => r.requests.unanswered === 1);
    expect(receiver.accepted.events).toBe(taken);
    expect(await status(receiver, raw, 'a')).toBe(200);
  });

  test.each([
    ['hang', 0],
    ['hang-after-accept', 1],
  ] as const)('%s gives no answer and takes %d events', async (fault, taken) => {
    const receiver = await startForTest();
    receiver.faults.next(1, { do: fault });
    const given = new AbortController();
    const answer = fetch(receiver.url + raw, {
      method: 'POST',
      body: 'a',
      headers: { Authorization: `Splunk ${receiver.token}` },
      signal: given.signal,
    });
    const ended = answer.then(
      () => 'answered',
      () => 'given up',
    );
    // The next request, answered, shows that the first one was dealt with.
    await receiver.waitFor((r) => r.requests.total === 1);
    expect(await status(receiver, raw, 'b')).toBe(200);
    expect(receiver.requests.open).toBe(1);
    expect(receiver.accepted.events).toBe(taken + 1);
    given.abort();
    expect(await ended).toBe('given up');
    await receiver.waitFor((r) => r.requests.unanswered === 1 && r.requests.open === 0);
  });

  test('slow answers later, and all the same', async () => {
    const receiver = await startForTest();
    receiver.faults.next(1, { do: 'slow', ms: 30 });
    const begun = performance.now();
    expect(await status(receiver, raw, 'a')).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(25);
  });

  test('a lost ack answer is lost for good', async () => {
    const receiver = await startForTest({ tokens: [{ token: 't', useAck: true }] });
    const query = `?channel=${channel}`;
    await call(receiver, raw + query, 'a');
    receiver.faults.when((request) => request.endpoint === 'ack').next(1, { do: 'reset-after-accept' });
    const poll = () => call(receiver, `/services/collector/ack${query}`, '{"acks":[0]}');
    await expect(poll()).rejects.toThrow();
    expect((await poll()).json).toEqual({ acks: { 0: false } });
  });

  test('restartIndexers breaks what is open', async () => {
    const receiver = await startForTest();
    receiver.faults.next(1, { do: 'hang' });
    const hanging = call(receiver, raw, 'a').catch(causeOf);
    await receiver.waitFor((r) => r.requests.total === 1);
    receiver.restartIndexers();
    expect(await hanging).toMatch(/ECONNRESET|UND_ERR_SOCKET/);
  });
});

test('a listener holds a request back, and it alone', async () => {
  const receiver = await startForTest();
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const off = receiver.onRequest((request) => (request.id === 1 ? held : undefined));
  const first = call(receiver, raw, 'a');
  await receiver.waitFor((r) => r.requests.open === 1);
  expect((await call(receiver, raw, 'b')).status).toBe(200);
  expect([receiver.accepted.events, receiver.requests.open]).toEqual([1, 1]);
  letGo();
  expect((await first).status).toBe(200);
  let calls = 0;
  off();
  receiver.onRequest(() => {
    calls++;
  });
  await call(receiver, raw, 'c');
  expect(calls).toBe(1);
});

test('what a listener throws is answered, and counted', async () => {
  const receiver = await startForTest();
  const off = receiver.onRequest(() => {
    throw new Error('oh');
  });
  const { status: found, json } = await call(receiver, raw, 'a');
  expect([found, json]).toEqual([500, { text: 'Internal server error: oh', code: 8 }]);
  off();
  expect(await status(receiver, raw, 'a')).toBe(200);
  expect(receiver.requests).toMatchObject({ total: 2, refused: 1, open: 0 });
});

test('waitFor says what came so far, and stop ends the waiting', async () => {
  const receiver = await startForTest();
  await call(receiver, raw, 'a');
  const failed = await receiver
    .waitFor((r) => r.accepted.events === 2, { timeoutMs: 20 })
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({
    code: 'RECEIVER_WAIT_TIMEOUT',
    message: expect.stringContaining('"events":1'),
  });
  const waiting = receiver.waitFor((r) => r.accepted.events === 2);
  await receiver.stop();
  await expect(waiting).rejects.toMatchObject({ code: 'RECEIVER_STOPPED' });
});
