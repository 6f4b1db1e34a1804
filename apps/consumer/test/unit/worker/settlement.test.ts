import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Batch, OutcomeRun } from '@kafka-splunk/hec-client';
import { BatchRuns } from '../../../src/worker/batch-runs.js';
import { Counters } from '../../../src/worker/counters.js';
import { Settlement } from '../../../src/worker/settlement.js';
import { memoryRecords } from '../../fixtures/records.js';

const records = memoryRecords(['aa', 'bb', 'cc', 'dd']);
let counters: Counters;
let settled: string[];
let set: string[];
let again: string[];
let told: number[];
let settlement: Settlement;

beforeEach(() => {
  records.stale = false;
  counters = new Counters();
  settled = [];
  set = [];
  again = [];
  told = [];
  settlement = new Settlement({
    counters,
    consumer: {
      settle: (batch, from, to) => settled.push(`${batch.offset(from)}-${batch.offset(to)}`),
      letGo: (list) =>
        [...list].map(({ batch, from, to }) => ({
          topic: batch.topic,
          partition: batch.partition,
          generation: batch.generation,
          from: batch.offset(from),
          to: batch.offset(to),
          records: to - from,
        })),
      settleRange: ({ from, to }) => settled.push(`range ${from}-${to}`),
      readAgain: ({ from, to }) => again.push(`${from}-${to}`),
    },
    onUnacknowledged: (ranges) => told.push(...ranges.map(({ records }) => records)),
    deadLetters: {
      add: (batch, index, { code, text }) => set.push(`${batch.offset(index)} ${code} ${text}`),
    },
    onRejected: () => {},
  });
});

function batchOf(of = records): Batch<BatchRuns> {
  const context = new BatchRuns();
  context.add(of, 0, 0, 4);
  return { context } as Batch<BatchRuns>;
}

function outcomes(...runs: OutcomeRun[]): void {
  settlement.outcomes(batchOf(), runs);
}

describe('what Splunk took and has still to acknowledge', () => {
  const holdsBefore = records.holds;

  test('is let go at once and settled by its offsets', () => {
    const batch = batchOf();
    settlement.taken(batch, [
      { from: 0, to: 1 },
      { from: 2, to: 4 },
    ]);
    settlement.outcomes(batch, [{ from: 1, to: 2, kind: 'rejected', code: 6, text: 'bad' }]);
    expect(records.holds).toBe(holdsBefore);
    expect([settled, set]).toEqual([[], ['101 6 bad']]);
    expect(counters.deliveredEvents).toBe(0);
    settlement.outcomes(batch, [{ from: 2, to: 4, kind: 'acknowledged' }]);
    settlement.outcomes(batch, [{ from: 0, to: 1, kind: 'acknowledged' }]);
    expect(settled).toEqual(['range 102-104', 'range 100-101']);
    expect(counters).toMatchObject({ deliveredEvents: 3, deliveredBytes: 6, resent: 0 });
  });

  test('is read again when it is not acknowledged, and counts as sent again when Splunk has taken it again', () => {
    const batch = batchOf();
    settlement.taken(batch, [{ from: 0, to: 4 }]);
    settlement.outcomes(batch, [{ from: 0, to: 4, kind: 'unacknowledged' }]);
    expect([settled, again, told]).toEqual([[], ['100-104'], [4]]);
    expect(counters).toMatchObject({ deliveredEvents: 0, resent: 0 });
    settlement.taken(batchOf({ ...records, again: true }), [{ from: 1, to: 4 }]);
    expect(counters.resent).toBe(3);
    settlement.outcomes(batchOf({ ...records, again: true }), [{ from: 0, to: 1, kind: 'delivered' }]);
    expect(counters).toMatchObject({ deliveredEvents: 1, resent: 4 });
  });

  test('stays unsettled when the client was closed first', () => {
    const batch = batchOf();
    settlement.taken(batch, [{ from: 0, to: 4 }]);
    settlement.outcomes(batch, [{ from: 0, to: 4, kind: 'unknown' }]);
    expect([settled, again, set]).toEqual([[], [], []]);
  });
});

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
