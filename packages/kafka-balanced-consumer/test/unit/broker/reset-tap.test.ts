import { expect, test } from '@jest/globals';
import type { Broker, Cluster } from 'kafkajs';
import { tapResets } from '../../../src/broker/reset-tap.js';

const commitOf = (offset: string) => ({
  groupId: 'g',
  groupGenerationId: 1,
  memberId: 'me',
  topics: [{ topic: 't', partitions: [{ partition: 3, offset }] }],
});

function clusterOf(broker: object): Cluster {
  return { findBroker: () => Promise.resolve(broker) } as unknown as Cluster;
}

test('a commit of no offset is not sent, and says that one is out of range; every other commit is', async () => {
  const sent: unknown[] = [];
  const said: unknown[] = [];
  const cluster = clusterOf({ offsetCommit: async (request: unknown) => void sent.push(request) });
  tapResets(cluster, async (partition) => void said.push(partition));
  // As often as it is found, it is one broker.
  const brokers: Broker[] = [];
  for (let i = 0; i < 3; i++) brokers.push(await cluster.findBroker({ nodeId: '1' }));
  for (const offset of ['-2', '-1', '0', '7']) await brokers[2]?.offsetCommit(commitOf(offset));
  expect(sent).toEqual([commitOf('0'), commitOf('7')]);
  expect(said).toEqual([
    { topic: 't', partition: 3 },
    { topic: 't', partition: 3 },
  ]);
});

test('another kafkajs than expected is told', async () => {
  const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });
  expect(() => tapResets({} as Cluster, async () => {})).toThrow(internals);
  const cluster = clusterOf({});
  tapResets(cluster, async () => {});
  await expect(cluster.findBroker({ nodeId: '1' })).rejects.toEqual(internals);
});
