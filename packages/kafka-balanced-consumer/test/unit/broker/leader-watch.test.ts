import { describe, expect, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { bearWithoutLeaders } from '../../../src/broker/leader-watch.js';

const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });

interface Partition {
  readonly partitionErrorCode: number;
  readonly partitionId: number;
  readonly leader: number;
}

interface Answer {
  readonly topicMetadata: readonly {
    readonly topic: string;
    readonly partitionMetadata: readonly Partition[];
  }[];
}

/** kafkajs's own reading of an answer: it throws where a partition has an error. */
function parse(answer: Answer): Promise<Answer> {
  const failed = answer.topicMetadata.some(({ partitionMetadata }) =>
    partitionMetadata.some(({ partitionErrorCode }) => partitionErrorCode !== 0),
  );
  return failed ? Promise.reject(new Error('LEADER_NOT_AVAILABLE')) : Promise.resolve(answer);
}

const partition = (partitionId: number, leader: number, partitionErrorCode = 0): Partition => ({
  partitionErrorCode,
  partitionId,
  leader,
});

type Send = (protocol: object) => { response: { parse: typeof parse } };

async function tapped(told: [string, readonly number[]][] = []) {
  const connectionPoolBuilder = { build: () => Promise.resolve({ send: (protocol: object) => protocol }) };
  const asked: unknown[] = [];
  const metadata = [partition(0, 1), partition(1, -1)];
  const cluster = {
    connectionPoolBuilder,
    findTopicPartitionMetadata: () => metadata,
    fetchTopicsOffset: (topics: readonly { topic: string; partitions: readonly object[] }[]) => {
      asked.push(...topics);
      return Promise.resolve(topics.filter(({ partitions }) => partitions.length > 0));
    },
  };
  bearWithoutLeaders(cluster as unknown as Cluster, (topic, without) => told.push([topic, without]));
  const pool = (await connectionPoolBuilder.build()) as unknown as { send: Send };
  return { pool, asked, cluster: cluster as unknown as Cluster };
}

describe('a partition without a leader', () => {
  test('does not spoil the answer for the others, and is told', async () => {
    const told: [string, readonly number[]][] = [];
    const { pool } = await tapped(told);
    const { response } = pool.send({ request: { apiName: 'Metadata' }, response: { parse } });
    const answer = {
      topicMetadata: [
        { topic: 'half', partitionMetadata: [partition(0, 1), partition(1, 7, 5)] },
        { topic: 'whole', partitionMetadata: [partition(0, 2)] },
      ],
    };
    expect((await response.parse(answer)).topicMetadata).toEqual([
      { topic: 'half', partitionMetadata: [partition(0, 1), partition(1, -1)] },
      { topic: 'whole', partitionMetadata: [partition(0, 2)] },
    ]);
    expect(told).toEqual([
      ['half', [1]],
      ['whole', []],
    ]);
  });

  test('with another trouble is left to kafkajs, and so are other requests', async () => {
    const { pool } = await tapped();
    const { response } = pool.send({ request: { apiName: 'Metadata' }, response: { parse } });
    const answer = { topicMetadata: [{ topic: 't', partitionMetadata: [partition(0, -1, 29)] }] };
    await expect(response.parse(answer)).rejects.toThrow('LEADER_NOT_AVAILABLE');
    const other = { request: { apiName: 'Heartbeat' }, response: { parse } };
    expect(pool.send(other)).toBe(other);
  });

  test('is left out where offsets are asked for, and its topic stays in the answer', async () => {
    const { cluster, asked } = await tapped();
    const fromBeginning = true;
    const topics = [
      { topic: 'half', partitions: [{ partition: 0 }, { partition: 1 }], fromBeginning },
      { topic: 'none', partitions: [{ partition: 1 }], fromBeginning },
    ];
    const answers = await cluster.fetchTopicsOffset(topics);
    expect(asked).toMatchObject([{ partitions: [{ partition: 0 }] }, { partitions: [] }]);
    expect(answers).toMatchObject([{ topic: 'half' }, { topic: 'none', partitions: [] }]);
  });
});

test('another kafkajs than expected is told at the start', () => {
  expect(() => bearWithoutLeaders({} as Cluster)).toThrow(internals);
});
