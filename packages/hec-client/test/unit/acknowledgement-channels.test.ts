import { afterEach, describe, expect, it } from '@jest/globals';
import { ack, arrived, clientOf, endAckTrial, receiverOf } from './ack-trial.js';
import { addBatches } from './trial.js';

afterEach(endAckTrial);

describe('a channel', () => {
  it('that is full (27) or invalid (11) gives way to another one', async () => {
    const receiver = await receiverOf();
    const channels: string[] = [];
    receiver.onRequest(({ endpoint, headers }) => {
      if (endpoint === 'raw') channels.push(String(headers['x-splunk-request-channel']));
    });
    receiver.faults.next(1, { code: 27 });
    receiver.faults.next(1, { code: 11 });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1 }, concurrency: 1 });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.acknowledged).toEqual(['a']);
    expect(new Set(channels).size).toBe(3);
  });

  it('is replaced by age; what the old one has taken is still asked for', async () => {
    const receiver = await receiverOf();
    receiver.acks.hold();
    const channels = new Set<string>();
    receiver.onRequest(({ endpoint, headers }) => {
      if (endpoint === 'raw') channels.add(String(headers['x-splunk-request-channel']));
    });
    const client = clientOf(receiver, { ack: { ...ack, sessions: 1 }, recycleMs: 1 });
    for (const event of ['a', 'b', 'c']) {
      addBatches(client, [event]);
      await receiver.waitFor(() => arrived(receiver).includes(event));
      const made = performance.now();
      while (performance.now() < made + 2) await new Promise((resolve) => setImmediate(resolve));
    }
    receiver.acks.release();
    await client.client.idle();
    expect(channels.size).toBe(3);
    expect(client.acknowledged.sort()).toEqual(['a', 'b', 'c']);
    expect(arrived(receiver)).toEqual(['a', 'b', 'c']);
  });
});

describe("ack 'auto'", () => {
  it('recognises a token that wants acknowledgement', async () => {
    const receiver = await receiverOf();
    const client = clientOf(receiver, { ack: { ...ack, enabled: 'auto' } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.acknowledged).toEqual(['a']);
  });

  it('delivers where the token wants none', async () => {
    const receiver = await receiverOf({ tokens: [{ token: 'plain-token' }] });
    const client = clientOf(receiver, { ack: { ...ack, enabled: 'auto' } });
    addBatches(client, ['a']);
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
    expect(client.states).toEqual([]);
  });
});
