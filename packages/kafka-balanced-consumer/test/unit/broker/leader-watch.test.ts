import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import { bearWithoutLeaders, LeaderWatch } from '../../../src/broker/leader-watch.js';

const internals = expect.objectContaining({ code: 'KBC_INTERNALS' });

interface Partition {
  readonly partitionErrorCode: number;
  readonly partitionId: number;
  readonly leader: number;
}

interface Answer {
  readonly topicMetadata: readonly {
    readonly topic: string;
    readonly topicErrorCode?: number;
    readonly partitionMetadata: readonly Partition[];
  }[];
}

/** kafkajs's own reading of an answer: it throws where a topic or a partition has an error. */
function parse(answer: Answer): Promise<Answer> {
  if (answer.topicMetadata.some(({ topicErrorCode = 0 }) => topicErrorCode !== 0)) {
    return Promise.reject(new Error('UNKNOWN_TOPIC_OR_PARTITION'));
  }
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

type Told = [topic: string, without: readonly number[] | 'missing'];

async function tapped(told: Told[] = []) {
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
    const told: Told[] = [];
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

describe('a topic that is gone', () => {
  const gone = { topic: 'gone', topicErrorCode: 3, partitionMetadata: [] };
  const there = { topic: 'there', topicErrorCode: 0, partitionMetadata: [partition(0, 2)] };

  test('does not spoil the answer for the others, and stays in it', async () => {
    const told: Told[] = [];
    const { pool } = await tapped(told);
    const { response } = pool.send({ request: { apiName: 'Metadata' }, response: { parse } });
    const borne = { topic: 'gone', topicErrorCode: 0, partitionMetadata: [] };
    expect((await response.parse({ topicMetadata: [there, gone] })).topicMetadata).toEqual([there, borne]);
    expect(told).toEqual([
      ['there', []],
      ['gone', 'missing'],
    ]);
  });

  test('is an error where it is asked for alone, and so is one that may not be seen', async () => {
    const told: Told[] = [];
    const { pool } = await tapped(told);
    const { response } = pool.send({ request: { apiName: 'Metadata' }, response: { parse } });
    await expect(response.parse({ topicMetadata: [gone] })).rejects.toThrow('UNKNOWN_TOPIC');
    expect(told).toEqual([]);
    const hidden = { ...gone, topicErrorCode: 29 };
    await expect(response.parse({ topicMetadata: [there, hidden] })).rejects.toThrow('UNKNOWN_TOPIC');
  });
});

describe('LeaderWatch', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('tells once that a topic is gone, and asks for it for a while', async () => {
    const connectionPoolBuilder = { build: () => Promise.resolve({ send: (protocol: object) => protocol }) };
    let isGone = true;
    const ask = async () => {
      const pool = (await connectionPoolBuilder.build()) as unknown as { send: Send };
      const { response } = pool.send({ request: { apiName: 'Metadata' }, response: { parse } });
      const late = { topic: 'late', topicErrorCode: isGone ? 3 : 0, partitionMetadata: [] };
      const other = { topic: 'nobody reads it', topicErrorCode: 3, partitionMetadata: [] };
      await response.parse({ topicMetadata: [late, other] });
    };
    const refreshMetadata = jest.fn(ask);
    const cluster = {
      connectionPoolBuilder,
      targetTopics: new Set(['late']),
      findTopicPartitionMetadata: () => [],
      fetchTopicsOffset: () => Promise.resolve([]),
      refreshMetadata,
    } as unknown as Cluster;
    const onMissing = jest.fn();
    const watch = new LeaderWatch({ cluster, onChange: () => {}, onMissing });
    await ask();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(onMissing).toHaveBeenCalledTimes(1);
    expect(refreshMetadata).toHaveBeenCalledTimes(20);
    isGone = false;
    await ask();
    isGone = true;
    await ask();
    expect(onMissing).toHaveBeenCalledTimes(2);
    watch.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refreshMetadata).toHaveBeenCalledTimes(20);
  });
});

test('another kafkajs than expected is told at the start', () => {
  expect(() => bearWithoutLeaders({} as Cluster)).toThrow(internals);
});
