import { beforeEach, expect, test } from '@jest/globals';
import type { Batch, OutcomeRun } from '@kafka-splunk/hec-client';
import { BatchRuns } from '../../../src/worker/batch-runs.js';
import { Counters } from '../../../src/worker/counters.js';
import { Settlement } from '../../../src/worker/settlement.js';
import { memoryRecords } from '../../fixtures/records.js';

const records = memoryRecords(['aa', 'bb', 'cc', 'dd']);
let counters: Counters;
let settled: string[];
let set: string[];
let settlement: Settlement;

beforeEach(() => {
  records.stale = false;
  counters = new Counters();
  settled = [];
  set = [];
  settlement = new Settlement({
    counters,
    settle: (batch, from, to) => settled.push(`${batch.offset(from)}-${batch.offset(to)}`),
    deadLetters: {
      add: (batch, index, { code, text }) => set.push(`${batch.offset(index)} ${code} ${text}`),
    },
    onRejected: () => {},
  });
});

function outcomes(...runs: OutcomeRun[]): void {
  const context = new BatchRuns();
  context.add(records, 0, 0, 4);
  settlement.outcomes({ context } as Batch<BatchRuns>, runs);
}

test('one bad event costs one event: it is set aside, the others are settled', () => {
  outcomes(
    { from: 0, to: 2, kind: 'delivered' },
    { from: 2, to: 3, kind: 'rejected', code: 6, status: 400, text: 'Invalid data format' },
    { from: 3, to: 4, kind: 'delivered' },
  );
  expect(settled).toEqual(['100-102', '103-104']);
  expect(set).toEqual(['102 6 Invalid data format']);
  expect(counters).toMatchObject({ deliveredEvents: 3, deliveredBytes: 6 });
});

test('an event without a final answer stays unsettled', () => {
  outcomes({ from: 0, to: 4, kind: 'unknown' });
  expect(settled).toEqual([]);
  expect(set).toEqual([]);
});

test('a bad event of a partition that has moved away is not set aside here', () => {
  records.stale = true;
  outcomes({ from: 0, to: 4, kind: 'rejected', code: 6 });
  expect(set).toEqual([]);
});

test('skipped records are settled and counted by their reason', () => {
  settlement.skip(records, 0, 2, 'tombstone');
  settlement.skip(records, 2, 3, 'empty');
  expect(settled).toEqual(['100-102', '102-103']);
  expect(counters).toMatchObject({ tombstones: 2, empty: 1, deliveredEvents: 0 });
});
