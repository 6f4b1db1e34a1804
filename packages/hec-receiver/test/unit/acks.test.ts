import { describe, expect, test } from '@jest/globals';
import { AckLedger } from '../../src/acks/ack-ledger.js';
import type { ReceiverOptions } from '../../src/index.js';
import { answerTo, call, channel } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

const other = '1e8e4f0c-6a7b-4d43-9d4c-0f5a5a5b1b22';

async function tier(options: ReceiverOptions = {}) {
  const receiver = await startForTest({ tokens: [{ token: 't', useAck: true }], ...options });
  const onChannel = (id: string, cookie?: string) => ({
    headers: { 'X-Splunk-Request-Channel': id, ...(cookie === undefined ? {} : { Cookie: cookie }) },
  });
  return {
    receiver,
    post: async (body: string, id = channel, cookie?: string) =>
      (await call(receiver, '/services/collector', body, onChannel(id, cookie))) as {
        json: { ackId?: number };
        headers: Headers;
      },
    poll: async (ids: number[], id = channel, cookie?: string) =>
      (
        await answerTo(
          receiver,
          '/services/collector/ack',
          JSON.stringify({ acks: ids }),
          onChannel(id, cookie),
        )
      )[1],
  };
}

const event = '{"event":"a"}';

describe('channels', () => {
  test('needed with acknowledgement, optional without, a GUID always', async () => {
    const { receiver } = await tier();
    receiver.tokens.set({ token: 'plain' });
    const path = '/services/collector/raw';
    const missing = [400, { text: 'Data channel is missing', code: 10 }];
    const invalid = [400, { text: 'Invalid data channel', code: 11 }];
    expect(await answerTo(receiver, path, 'a')).toEqual(missing);
    expect(await answerTo(receiver, `${path}?channel=nonsense`, 'a')).toEqual(invalid);
    expect(await answerTo(receiver, `${path}?channel=${channel}`, 'a')).toEqual([
      200,
      { text: 'Success', code: 0, ackId: 0 },
    ]);
    expect(await answerTo(receiver, path, 'a', { token: 'plain' })).toEqual([
      200,
      { text: 'Success', code: 0 },
    ]);
    expect(await answerTo(receiver, `${path}?channel=x`, 'a', { token: 'plain' })).toEqual(invalid);
  });

  test('the ack endpoint needs them too, and a token with acknowledgement', async () => {
    const { receiver } = await tier();
    receiver.tokens.set({ token: 'plain' });
    const ack = (body: string, query = `?channel=${channel}`, token = 't') =>
      answerTo(receiver, `/services/collector/ack${query}`, body, { token });
    expect(await ack('{"acks":[0]}', '')).toEqual([400, { text: 'Data channel is missing', code: 10 }]);
    expect(await ack('{"acks":[0]}', '?channel=1')).toEqual([
      400,
      { text: 'Invalid data channel', code: 11 },
    ]);
    expect(await ack('{"acks":[0]}', undefined, 'plain')).toEqual([
      400,
      { text: 'ACK is disabled', code: 14 },
    ]);
    expect(await ack('{"acks":[0]}', undefined, 'bad')).toEqual([403, { text: 'Invalid token', code: 4 }]);
    expect(await ack('')).toEqual([400, { text: 'No data', code: 5 }]);
    for (const body of ['{', '{"acks":1}', '{"acks":["a"]}', '[]']) {
      expect(await ack(body)).toEqual([400, { text: 'Invalid data format', code: 6 }]);
    }
  });
});

describe('acknowledgement', () => {
  test('ids begin at 0 in each channel, true is said once, another channel knows nothing', async () => {
    const { post, poll, receiver } = await tier();
    expect([(await post(event)).json.ackId, (await post(event)).json.ackId]).toEqual([0, 1]);
    expect((await post(event, other)).json.ackId).toBe(0);
    expect(receiver.acks.pending).toBe(3);
    expect(await poll([0, 7])).toEqual({ acks: { 0: true, 7: false } });
    expect(await poll([0, 1])).toEqual({ acks: { 0: false, 1: true } });
    expect(await poll([1], other)).toEqual({ acks: { 1: false } });
    expect(await poll([0], other)).toEqual({ acks: { 0: true } });
    expect(receiver.acks.pending).toBe(0);
  });

  test('held acks are false until released', async () => {
    const { post, poll, receiver } = await tier();
    await post(event);
    receiver.acks.hold();
    expect(await poll([0])).toEqual({ acks: { 0: false } });
    receiver.acks.release();
    expect(await poll([0])).toEqual({ acks: { 0: true } });
  });

  test('a refused request has an ackId when something before the bad event is in', async () => {
    const { post } = await tier();
    expect((await post(`${event}{"event":""}`)).json).toMatchObject({
      code: 13,
      'invalid-event-number': 1,
      ackId: 0,
    });
    expect((await post('{"event":""}')).json).not.toHaveProperty('ackId');
  });

  test('a restart forgets: the id never comes true, and the next one is 0 again', async () => {
    const { post, poll, receiver } = await tier();
    await post(event);
    await post(event);
    receiver.restartIndexers({ closeConnections: false });
    expect(await poll([0, 1])).toEqual({ acks: { 0: false, 1: false } });
    expect((await post(event)).json.ackId).toBe(0);
  });

  test('the delay holds an id back, and idle channels are forgotten', () => {
    const ledger = new AckLedger();
    expect(ledger.accept('c', 150, 100)).toBe(0);
    expect(ledger.poll('c', [0], 149, false)).toEqual({ 0: false });
    expect(ledger.poll('c', [0], 150, false)).toEqual({ 0: true });
    ledger.accept('c', 150, 150);
    ledger.forgetIdle(150);
    expect(ledger.pending).toBe(1);
    ledger.forgetIdle(151);
    expect(ledger.pending).toBe(0);
  });

  test('several indexers: only the cookie leads back to the one that knows', async () => {
    const { post, poll } = await tier({ indexers: 2 });
    const posted = await post(event);
    const cookie = posted.headers.get('set-cookie')?.split(';')[0];
    expect(cookie).toBe('HECINDEXER=0');
    // Without the cookie the next indexer in turn answers, and it knows nothing.
    expect(await poll([0])).toEqual({ acks: { 0: false } });
    expect(await poll([0], channel, cookie)).toEqual({ acks: { 0: true } });
    expect((await post(event, channel, cookie)).json.ackId).toBe(1);
    expect((await post(event, channel, cookie)).json.ackId).toBe(2);
    expect((await post(event, channel, 'a=b; HECINDEXER=1')).json.ackId).toBe(0);
  });
});
