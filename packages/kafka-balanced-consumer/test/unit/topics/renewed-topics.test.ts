import { expect, test } from '@jest/globals';
import { type IdentifiedPartition, inRenewedTopics } from '../../../src/topics/renewed-topics.js';

test('partitions are in another topic once its id is another, and that is said once', () => {
  const partition = (topic: string): IdentifiedPartition => ({ topic, partition: 0, topicId: undefined });
  const [a, b] = [partition('a'), partition('b')];
  const look = (ids: Record<string, string>) => inRenewedTopics([a, b], new Map(Object.entries(ids)));
  expect(look({})).toEqual([]);
  expect(look({ a: '1', b: '2' })).toEqual([]);
  expect(look({ a: '1', b: '3' })).toEqual([b]);
  expect(look({ a: '1', b: '3' })).toEqual([]);
  // While it is gone, or nobody tells, nothing is known.
  expect(look({ b: '3' })).toEqual([]);
  expect(look({ a: '4', b: '3' })).toEqual([a]);
});
