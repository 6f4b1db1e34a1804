import { expect, test } from '@jest/globals';
import type { Cluster } from 'kafkajs';
import type { CoordinatorTap } from '../../../src/broker/coordinator-tap.js';
import { GroupOffsets } from '../../../src/broker/group-offsets.js';

/** A cluster that asks the wrong broker for offsets until it has learnt the leaders anew. */
function withStaleLeaders() {
  let fresh = false;
  const cluster = {
    fetchTopicsOffset: () =>
      fresh
        ? Promise.resolve([{ topic: 't', partitions: [{ partition: 0, offset: '7' }] }])
        : Promise.reject(Object.assign(new Error('not the leader'), { type: 'NOT_LEADER_FOR_PARTITION' })),
    refreshMetadata: () => {
      fresh = true;
      return Promise.resolve();
    },
  } as unknown as Cluster;
  return new GroupOffsets('g', cluster, {} as CoordinatorTap);
}

test.each([
  ['its bounds', (offsets: GroupOffsets) => offsets.bounds('first', [{ topic: 't', partition: 0 }])],
  ['a time', (offsets: GroupOffsets) => offsets.atTime(1, [{ topic: 't', partition: 0 }])],
] as const)('a partition whose leader has moved is found when it is asked again for %s', async (_, ask) => {
  const offsets = withStaleLeaders();
  await expect(ask(offsets)).rejects.toMatchObject({ type: 'NOT_LEADER_FOR_PARTITION' });
  expect(await ask(offsets)).toEqual([{ topic: 't', partition: 0, offset: 7 }]);
});
