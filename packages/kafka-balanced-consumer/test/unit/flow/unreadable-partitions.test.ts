import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { ConsumerEvent } from '../../../src/consumer-event.js';
import { FlowControl } from '../../../src/flow/flow-control.js';
import { UnreadablePartitions } from '../../../src/flow/unreadable-partitions.js';
import { PartitionStream } from '../../../src/partition-stream.js';
import { unreadableBatch } from '../../../src/records/record-set.js';

const at = { topic: 't', partition: 0 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('one rests for a second, then for twice as long with each try in vain, and is told once', () => {
  const events: ConsumerEvent[] = [];
  const onEvent = (event: ConsumerEvent) => events.push(event);
  const stream = new PartitionStream(at, 1, 0);
  const streams = () => [stream];
  const flow = new FlowControl({ maxHeldBytes: 1, heldBytes: () => 0, streams, onEvent });
  const unreadable = new UnreadablePartitions(flow, onEvent, 30_000);
  const rested = (error: string): number => {
    unreadable.rest(stream, unreadableBatch(at, 0, new Error(error)));
    let seconds = 0;
    for (; stream.pauseCause !== undefined; seconds++) {
      jest.advanceTimersByTime(1000);
      unreadable.probe([stream]);
    }
    return seconds;
  };
  expect(Array.from({ length: 7 }, () => rested('no disk'))).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(events).toHaveLength(1);
  // Another cause is news, and has its own try soon.
  expect(rested('no checksum')).toBe(1);
  unreadable.passed(stream);
  expect(rested('no checksum')).toBe(1);
  expect(events.map(({ kind }) => kind)).toEqual([
    'partition-paused',
    'partition-paused',
    'partition-resumed',
    'partition-paused',
  ]);
});
