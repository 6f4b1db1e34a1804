import { describe, expect, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { RecordSetMessage } from '../../../src/broker/fetch-response.js';
import { tapFetches } from '../../../src/broker/fetch-tap.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { batchBytes } from '../../record-bytes.js';

const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });

interface Sent {
  readonly request: { readonly apiName: string; readonly apiVersion: number };
  readonly response: { decode(payload: Buffer): Promise<unknown>; parse(): void };
}

function clusterWith(pool: object): { cluster: Cluster; connect(): Promise<{ send(protocol: Sent): Sent }> } {
  const connectionPoolBuilder = { build: () => Promise.resolve(pool) };
  return {
    cluster: { connectionPoolBuilder } as unknown as Cluster,
    connect: () => connectionPoolBuilder.build() as Promise<{ send(protocol: Sent): Sent }>,
  };
}

const request = (apiName: string, apiVersion: number): Sent => ({
  request: { apiName, apiVersion },
  response: { decode: () => Promise.resolve('theirs'), parse: () => {} },
});

describe('another kafkajs than expected is told at the start', () => {
  test('a cluster without connections to tap', () => {
    expect(() => tapFetches({} as Cluster, new LentMemory(() => 0))).toThrow(internals);
  });

  test('a pool of connections that sends otherwise', async () => {
    const { cluster, connect } = clusterWith({});
    tapFetches(cluster, new LentMemory(() => 0));
    await expect(connect()).rejects.toEqual(internals);
  });

  test('a fetch of a later version', async () => {
    const { cluster, connect } = clusterWith({ send: (protocol: Sent) => protocol });
    tapFetches(cluster, new LentMemory(() => 0));
    const pool = await connect();
    expect(() => pool.send(request('Fetch', 12))).toThrow(internals);
  });
});

test('only the answers to fetches are read by us, the way on stays theirs', async () => {
  const { cluster, connect } = clusterWith({ send: (protocol: Sent) => protocol });
  tapFetches(cluster, new LentMemory(() => 0));
  const pool = await connect();
  const other = request('Metadata', 6);
  expect(pool.send(other)).toBe(other);
  const old = request('Fetch', 3);
  expect(pool.send(old)).toBe(old);
  const fetch = request('Fetch', 4);
  const sent = pool.send(fetch);
  expect(sent.response.parse).toBe(fetch.response.parse);
  expect(await fetch.response.decode(Buffer.alloc(0))).toBe('theirs');
  const head = Buffer.from(
    '0000000000000001000174000000010000000000000000000000000064000000000000006400000000',
    'hex',
  );
  const records = batchBytes({ records: [{ value: Buffer.from('x') }] });
  const length = Buffer.alloc(4);
  length.writeInt32BE(records.length);
  const answer = (await sent.response.decode(Buffer.concat([head, length, records]))) as {
    readonly responses: readonly {
      readonly partitions: readonly { readonly messages: readonly unknown[] }[];
    }[];
  };
  expect(answer.responses[0]?.partitions[0]?.messages[0]).toBeInstanceOf(RecordSetMessage);
});
