import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { isReceiverError, startReceiver } from '../../src/index.js';
import { answerTo, call } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

const success = { text: 'Success', code: 0 };
const notFound = { text: 'The requested URL was not found on this server.', code: 404 };

describe('paths', () => {
  test.each(['', '/event', '/event/1.0'])('/services/collector%s takes envelopes', async (path) => {
    const receiver = await startForTest({ keep: 'events' });
    expect(await answerTo(receiver, `/services/collector${path}`, '{"event":"a"}')).toEqual([200, success]);
    expect(receiver.events.map((event) => [event.endpoint, event.raw.toString()])).toEqual([['event', 'a']]);
  });

  test.each(['/raw', '/raw/1.0'])('/services/collector%s takes lines', async (path) => {
    const receiver = await startForTest({ keep: 'events' });
    expect(await answerTo(receiver, `/services/collector${path}`, 'a\n\nb')).toEqual([200, success]);
    expect(receiver.events.map((event) => event.raw.toString())).toEqual(['a', 'b']);
  });

  test('an unknown path and a wrong method are 404, OPTIONS is 200', async () => {
    const receiver = await startForTest();
    expect(await answerTo(receiver, '/services/collector/nothing', 'a')).toEqual([404, notFound]);
    expect(await answerTo(receiver, '/services/collector/raw', undefined, { method: 'GET' })).toEqual([
      404,
      notFound,
    ]);
    expect((await call(receiver, '/services/collector/raw', undefined, { method: 'OPTIONS' })).status).toBe(
      200,
    );
  });
});

describe('bodies', () => {
  test('raw keeps every byte between newlines', async () => {
    const receiver = await startForTest({ keep: 'bodies' });
    const odd = Buffer.from([0xff, 0xfe, 0x00, 0x0d, 0xc3, 0x28]);
    await call(receiver, '/services/collector/raw?index=i&source=a%26b%20%C3%BC&time=1.5', odd);
    const [event] = receiver.events;
    expect(event).toMatchObject({ index: 'i', source: 'a&b ü', time: '1.5', request: 1, position: 0 });
    expect(Buffer.compare(event?.raw ?? Buffer.alloc(0), odd)).toBe(0);
    expect(Buffer.compare(receiver.bodies[0]?.body ?? Buffer.alloc(0), odd)).toBe(0);
  });

  test('gzip is taken, deflate is 415, broken gzip is code 6', async () => {
    const receiver = await startForTest({ keep: 'events' });
    const gzip = { headers: { 'Content-Encoding': 'gzip' } };
    expect(await answerTo(receiver, '/services/collector/raw', gzipSync('a\nb'), gzip)).toEqual([
      200,
      success,
    ]);
    expect(receiver.events).toHaveLength(2);
    const deflate = { headers: { 'Content-Encoding': 'deflate' } };
    expect((await call(receiver, '/services/collector/raw', deflateSync('a'), deflate)).status).toBe(415);
    expect(await answerTo(receiver, '/services/collector/raw', 'no gzip', gzip)).toEqual([
      400,
      { text: 'Invalid data format', code: 6 },
    ]);
  });

  test('too large: 413 as Enterprise, code 6 at 0 as Cloud, also once unzipped', async () => {
    const enterprise = await startForTest({ maxContentLength: 10 });
    expect((await call(enterprise, '/services/collector/raw', 'x'.repeat(11))).status).toBe(413);
    expect((await call(enterprise, '/services/collector/raw', 'x'.repeat(10))).status).toBe(200);
    const headers = { 'Content-Encoding': 'gzip' };
    const bomb = gzipSync('x'.repeat(100_000));
    const large = await startForTest({ maxContentLength: 50_000 });
    expect((await call(large, '/services/collector/raw', bomb, { headers })).status).toBe(413);
    const cloud = await startForTest({ maxContentLength: 10, tooLargeAnswer: 'code-6' });
    expect(await answerTo(cloud, '/services/collector/raw', 'x'.repeat(11))).toEqual([
      400,
      { text: 'Invalid data format', code: 6, 'invalid-event-number': 0 },
    ]);
  });

  test('no event is code 5', async () => {
    const receiver = await startForTest();
    const noData = [400, { text: 'No data', code: 5 }];
    expect(await answerTo(receiver, '/services/collector/raw', '')).toEqual(noData);
    expect(await answerTo(receiver, '/services/collector/raw', '\n\n')).toEqual(noData);
    expect(await answerTo(receiver, '/services/collector', ' \n ')).toEqual(noData);
    expect(await answerTo(receiver, '/services/collector', '[]')).toEqual(noData);
  });
});

describe('health', () => {
  test('needs no token, says what it was told to say, and looks at a token that is sent', async () => {
    const receiver = await startForTest({ tokens: [{ token: 'good' }, { token: 'off', disabled: true }] });
    const health = (token: string | false) =>
      answerTo(receiver, '/services/collector/health', undefined, { method: 'GET', token });
    expect(await health(false)).toEqual([200, { text: 'HEC is healthy', code: 17 }]);
    expect(await health('bad')).toEqual([400, { text: 'Invalid token', code: 21 }]);
    expect(await health('off')).toEqual([400, { text: 'Token disabled', code: 22 }]);
    receiver.setHealth(18);
    expect(await health('good')).toEqual([503, { text: 'HEC is unhealthy, queues are full', code: 18 }]);
    receiver.setHealth(23);
    expect(await health(false)).toEqual([503, { text: 'Server is shutting down', code: 23 }]);
  });
});

describe('starting', () => {
  test('a taken port and a bad option are said in words', async () => {
    const receiver = await startForTest();
    await expect(startReceiver({ port: receiver.port })).rejects.toMatchObject({
      code: 'RECEIVER_PORT_TAKEN',
    });
    const bad = startReceiver({ port: 70_000 });
    await expect(bad).rejects.toThrow('port is 70000: give a whole number from 0 to 65535.');
    expect(isReceiverError(await bad.catch((error: unknown) => error))).toBe(true);
    await expect(startReceiver({ tokens: [] })).rejects.toMatchObject({ code: 'RECEIVER_BAD_OPTION' });
    await expect(startReceiver({ tls: { cert: 'x', key: 'y' } })).rejects.toMatchObject({
      code: 'RECEIVER_BAD_OPTION',
    });
    await expect(startReceiver({ host: '203.0.113.1' })).rejects.toMatchObject({
      code: 'RECEIVER_CANNOT_LISTEN',
    });
  });

  test('stop frees the port and may be called twice', async () => {
    const receiver = await startForTest();
    await receiver.stop();
    await receiver.stop();
    const again = await startForTest({ port: receiver.port });
    expect(again.port).toBe(receiver.port);
  });
});
