import { expect, jest, test } from '@jest/globals';
import { AssignerProtocol, type Cluster } from 'kafkajs';
import { ASSIGNOR_NAME, stickyAssigner } from '../../../src/broker/assigner.js';

test('a member whose words cannot be read makes the leader join again, and does not end it', async () => {
  const delayed = jest.fn();
  const cluster = {
    addMultipleTargetTopics: () => Promise.resolve(),
    findTopicPartitionMetadata: () => [{}, {}],
  } as unknown as Cluster;
  const assigner = stickyAssigner({
    attach: () => {},
    topics: (subscribed) => subscribed,
    membership: () => undefined,
    starts: () => Promise.resolve(new Map()),
    delayed,
  })({ cluster, groupId: 'g', logger: undefined as never });
  const { name, metadata } = assigner.protocol({ topics: ['logs'] });
  expect(name).toBe(ASSIGNOR_NAME);
  const members = [
    { memberId: 'a', memberMetadata: metadata },
    { memberId: 'b', memberMetadata: Buffer.from(metadata) },
  ];
  const assigned = await assigner.assign({ members, topics: ['logs'] });
  const decode = AssignerProtocol.MemberAssignment.decode;
  expect(assigned.map(({ memberAssignment }) => decode(memberAssignment)?.assignment.logs)).toEqual([
    [0],
    [1],
  ]);

  // The number of topics, which are not there.
  members[1]?.memberMetadata.writeInt32BE(1000, 2);
  await expect(assigner.assign({ members, topics: ['logs'] })).rejects.toMatchObject({
    type: 'REBALANCE_IN_PROGRESS',
    message: expect.stringContaining('what member b says of itself cannot be read: '),
  });
  expect(delayed).toHaveBeenCalledTimes(1);
});
