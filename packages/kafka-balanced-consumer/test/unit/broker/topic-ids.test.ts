import { describe, expect, test } from '@jest/globals';
import type { Broker } from 'kafkajs';
import { readTopicIds, topicIds } from '../../../src/broker/topic-ids.js';

const logs = '0102030405060708090a0b0c0d0e0f10';
const cut = (hex: string): string => hex.replace(/\s/g, '');

/** One broker, and three topics: one with a partition and two replicas, one that is gone, one of a time without ids. */
const answer = Buffer.from(
  cut(`00 00000000
    02 00000001 0a 6c6f63616c686f7374 00002384 00 00
    05 61626364 00000001
    04
    0000 05 6c6f6773 ${logs} 00
    02 0000 00000000 00000001 00000007 03 00000001 00000002 02 00000001 01 01 05 03 616263
    80000000 00
    0003 05 676f6e65 ${'00'.repeat(16)} 00 01 80000000 00
    0000 04 6f6c64 ${'00'.repeat(16)} 00 01 80000000 00
    80000000 00`),
  'hex',
);

describe('ids of topics', () => {
  test('are read from behind all else, where there are any', () => {
    expect(readTopicIds(answer)).toMatchObject([{ topic: 'logs', id: logs }]);
  });

  test('an answer that ends too early, or whose numbers have no end, is a RangeError', () => {
    // The last five bytes say what is allowed on the cluster.
    for (let length = 0; length < answer.length - 5; length++) {
      expect(() => readTopicIds(answer.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => readTopicIds(Buffer.alloc(20, 0xff))).toThrow(RangeError);
  });

  test('are asked for by name, and not of brokers that do not know any', async () => {
    const sent: Buffer[] = [];
    const broker = (maxVersion: number) =>
      ({
        versions: { 3: { minVersion: 0, maxVersion } },
        connectionPool: {
          async send({
            request,
            response,
          }: {
            request: { encode(): Promise<{ buffer: Buffer }> };
            response: { decode(payload: Buffer): unknown };
          }) {
            sent.push((await request.encode()).buffer);
            return response.decode(answer);
          },
        },
      }) as unknown as Broker;
    expect(await topicIds(broker(9), ['logs'])).toEqual(new Map());
    expect(await topicIds(broker(12), [])).toEqual(new Map());
    expect(sent).toEqual([]);
    expect(await topicIds(broker(12), ['logs', 'x'.repeat(200)])).toEqual(new Map([['logs', logs]]));
    const long = `c901${'78'.repeat(200)}`;
    const no = '00'.repeat(16);
    expect(sent[0]?.toString('hex')).toBe(cut(`00 03 ${no} 05 6c6f6773 00 ${no} ${long} 00 00 00 00 00`));
    await expect(topicIds({} as Broker, ['logs'])).rejects.toMatchObject({ code: 'KBC_INTERNALS' });
  });
});
