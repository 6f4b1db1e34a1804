import { expect, test } from '@jest/globals';
import { type Message, Partitioners } from 'kafkajs';
import { PartitionChoice } from '../../../src/broker/partition-choice.js';

const partitionMetadata = [0, 1, 2, 3].map((partitionId) => ({
  ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] },
}));

function partitioned(messages: readonly Message[], attempts = 1) {
  const choice = new PartitionChoice();
  const partitioner = choice.createPartitioner();
  const message = choice.question(messages);
  return Array.from({ length: attempts }, () => partitioner({ topic: 't', partitionMetadata, message }));
}

test('a key goes where kafkajs sends it, and the question itself goes nowhere', () => {
  const keys = Array.from({ length: 50 }, (_, i) => `key ${i}`);
  const messages: Message[] = keys.map((key) => ({ key, value: 'x' }));
  expect(partitioned(messages)).toEqual([-1]);
  const kafkajs = Partitioners.DefaultPartitioner();
  const there = keys.map((key) => kafkajs({ topic: 't', partitionMetadata, message: { key, value: 'x' } }));
  expect(messages.map(({ partition }) => partition)).toEqual(there);
  expect(new Set(there).size).toBe(4);
});

test('messages without a key are spread, and a second attempt moves none', () => {
  const messages: Message[] = Array.from({ length: 8 }, () => ({ value: 'x' }));
  partitioned(messages);
  const first = messages.map(({ partition }) => partition);
  expect([...first].sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  const again: Message[] = Array.from({ length: 3 }, () => ({ value: 'x' }));
  partitioned(again, 5);
  expect(new Set(again.map(({ partition }) => partition)).size).toBe(3);
});

test('a message that names its partition keeps it', () => {
  const partitioner = new PartitionChoice().createPartitioner();
  expect(partitioner({ topic: 't', partitionMetadata, message: { value: 'x', partition: 2 } })).toBe(2);
});
