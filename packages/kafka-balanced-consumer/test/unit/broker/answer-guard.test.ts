import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Broker, Cluster } from 'kafkajs';
import { guardAnswers } from '../../../src/broker/answer-guard.js';
import { tapAnswers } from '../../../src/broker/answer-tap.js';
import { directSockets } from '../../../src/broker/direct-socket.js';
import { isFatal } from '../../../src/broker/failure.js';
import { tapFetches } from '../../../src/broker/fetch-tap.js';
import { kafkaClient } from '../../../src/broker/kafka-client.js';
import type { ConsumerError } from '../../../src/errors.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { batchBytes } from '../../record-bytes.js';
import { type ScriptedBroker, scriptedBroker } from '../../scripted-broker.js';
import { until } from '../../until.js';

interface Encoder {
  readonly buffer: Buffer;
  writeInt16(value: number): Encoder;
  writeInt32(value: number): Encoder;
  writeInt64(value: number): Encoder;
  writeString(value: string | null): Encoder;
  writeBytes(value: Buffer): Encoder;
  writeBoolean(value: boolean): Encoder;
}

const Encoder = createRequire(import.meta.url)('kafkajs/src/protocol/encoder') as new () => Encoder;

const FETCH = 1;
const METADATA = 3;
const API_VERSIONS = 18;

/** Which versions it speaks: fetches of 4, metadata of 5. */
const versions = new Encoder().writeInt16(0).writeInt32(3);
for (const [key, version] of [
  [FETCH, 4],
  [METADATA, 5],
  [API_VERSIONS, 1],
] as const)
  versions.writeInt16(key).writeInt16(version).writeInt16(version);
versions.writeInt32(0);

/** One broker, one topic of one partition. */
function metadata(port: number): Buffer {
  const to = new Encoder().writeInt32(0);
  to.writeInt32(1).writeInt32(1).writeString('127.0.0.1').writeInt32(port).writeString(null);
  to.writeString(null).writeInt32(1);
  to.writeInt32(1).writeInt16(0).writeString('logs').writeBoolean(false);
  to.writeInt32(1).writeInt16(0).writeInt32(0).writeInt32(1);
  for (const list of [[1], [1], []]) {
    to.writeInt32(list.length);
    for (const id of list) to.writeInt32(id);
  }
  return to.buffer;
}

const records = new Encoder().writeInt32(0).writeInt32(1).writeString('logs').writeInt32(1);
records.writeInt32(0).writeInt16(0).writeInt64(1).writeInt64(1).writeInt32(0);
records.writeBytes(batchBytes({ records: [{ value: Buffer.from('whole') }] }));
const whole = records.buffer;
const cut = whole.subarray(0, whole.length - 20);

const open: { close(): Promise<unknown> }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** Connects to a broker that answers fetches, then requests for metadata, with these, one after the other. */
async function connected(fetches: (Buffer | { wire: Buffer })[], metadatas: Buffer[] = []) {
  const peer = await scriptedBroker(({ apiKey }, port) => {
    if (apiKey === API_VERSIONS) return versions.buffer;
    if (apiKey === METADATA) return metadatas.shift() ?? metadata(port);
    return fetches.shift() ?? whole;
  });
  const told: ConsumerError[] = [];
  const logged: string[] = [];
  const cluster = clusterAt(peer, logged);
  guardAnswers(cluster, (error) => told.push(error));
  const lent = new LentMemory(() => 0);
  tapFetches(cluster, lent);
  tapAnswers(cluster, (bytes) => lent.take(bytes));
  open.push(peer, { close: () => cluster.disconnect() });
  await cluster.connect();
  await cluster.addMultipleTargetTopics(['logs']);
  const broker = await cluster.findBroker({ nodeId: '1' });
  return { peer, told, logged, cluster, broker };
}

function clusterAt({ port }: ScriptedBroker, logged: string[]): Cluster {
  let cluster: Cluster | undefined;
  const log = { warning: (message: string) => logged.push(message) };
  kafkaClient({ brokers: [`127.0.0.1:${port}`] }, log, { retries: 0 }, directSockets).consumer({
    groupId: 'none',
    partitionAssigners: [
      (parts) => {
        cluster = parts.cluster;
        const protocol = () => ({ name: 'none', metadata: Buffer.alloc(0) });
        return { name: 'none', version: 0, assign: () => Promise.resolve([]), protocol };
      },
    ],
  });
  return cluster as Cluster;
}

function fetchOnce(broker: Broker): Promise<{ readonly responses: readonly object[] }> {
  const partitions = [{ partition: 0, fetchOffset: '0', maxBytes: 1000 }];
  return (broker as unknown as { fetch(options: object): Promise<{ responses: object[] }> }).fetch({
    maxWaitTime: 10,
    maxBytes: 1000,
    isolationLevel: 1,
    topics: [{ topic: 'logs', partitions }],
  });
}

describe('an answer to a fetch that cannot be read', () => {
  test.each([
    ['its records are cut off', cut, 'breaks off at the partitions of logs'],
    ['it is noise', Buffer.alloc(40, 0x7f), 'it breaks off'],
    ['it is empty', Buffer.alloc(0), 'it breaks off in its head'],
    [
      'it is no answer at all',
      { wire: Buffer.from('HTTP/1.1 400 Bad Request').fill(0xff, 0, 4) },
      'no Kafka broker',
    ],
  ])(
    'because %s: brings nothing, is told, and the next one goes by a new connection',
    async (_, bad, words) => {
      const { broker, told, peer } = await connected([bad]);
      const before = peer.opened;
      expect((await fetchOnce(broker)).responses).toEqual([]);
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ code: 'KBC_BAD_ANSWER' });
      expect(told[0]?.message).toContain(
        `broker 127.0.0.1:${peer.port} answered Fetch with what cannot be read: `,
      );
      expect(told[0]?.message).toContain(words);
      expect(isFatal(told[0])).toBe(false);
      await until('the connection to end', () => peer.ended === 1);
      expect((await fetchOnce(broker)).responses).toHaveLength(1);
      // The first fetch opened its connection, the second one another.
      expect(peer.opened - before).toBe(2);
    },
  );

  test('is told once in a row, and once more after one that could be read', async () => {
    const { broker, told, logged } = await connected([cut, cut, whole, cut]);
    for (const there of [0, 0, 1, 0, 1]) expect((await fetchOnce(broker)).responses).toHaveLength(there);
    expect(told).toHaveLength(2);
    expect(logged).toEqual([]);
  });
});

describe('any other answer that cannot be read', () => {
  test('is a failure that passes, and the connection is closed', async () => {
    const metadatas: Buffer[] = [];
    const { cluster, told, peer } = await connected([], metadatas);
    const before = peer.ended;
    metadatas.push(metadata(peer.port).subarray(0, 30));
    const error: unknown = await cluster.refreshMetadata().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'KafkaJSConnectionError', retriable: true });
    expect(isFatal(error)).toBe(false);
    expect(told.map(({ code }) => code)).toEqual(['KBC_BAD_ANSWER']);
    expect(told[0]?.message).toMatch(/answered Metadata with what cannot be read/);
    await until('the connection to end', () => peer.ended > before);
    await cluster.refreshMetadata();
    expect(told).toHaveLength(1);
  });
});
