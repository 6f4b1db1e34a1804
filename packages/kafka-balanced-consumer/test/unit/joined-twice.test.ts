import { beforeEach, expect, test } from '@jest/globals';
import type { StartOffset } from '../../src/broker/group-session.js';
import type { PartitionStream } from '../../src/partition-stream.js';
import type { ColumnBatch } from '../../src/records/column-batch.js';
import { at, fetched, type IntakeBench, intakeBench } from '../intake-bench.js';

let bench: IntakeBench;

beforeEach(() => {
  bench = intakeBench();
});

const membership = { memberId: 'me', generation: 7, partitions: [at] };
const start: StartOffset = { ...at, offset: 0, committed: 0, commitNow: false };

test('two joins in one generation gain a partition once: nothing is handed on twice, nothing is committed ahead', () => {
  const { intake, owned, batches } = bench;
  intake.joined(membership, [start]);
  const stream = owned.get(at) as PartitionStream;
  intake.records(fetched(0, 3));
  // The second learnt where to begin before the first was over.
  expect(intake.joined(membership, [start])).toEqual([{ ...at, offset: 3 }]);
  expect(owned.get(at)).toBe(stream);
  intake.records(fetched(3, 5));
  expect(batches.map(({ count }) => count)).toEqual([3, 2]);
  stream.settle(batches[0] as ColumnBatch, 0, 3);
  intake.skipped(at, 9, 9);
  expect(stream.offsetToCommit).toBe(3);
});

test('an outcome of a batch from before a partition was gained is nobody’s, whether it was fenced or not', () => {
  const { intake, owned, batches } = bench;
  intake.joined(membership, [start]);
  intake.records(fetched(0, 3));
  owned.gain(start, false);
  expect((batches[0] as ColumnBatch).stale).toBe(false);
  expect(owned.ownerOf(batches[0] as ColumnBatch)).toBeUndefined();
});
