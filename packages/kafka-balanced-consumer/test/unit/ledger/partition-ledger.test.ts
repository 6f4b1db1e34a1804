import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LedgerBatch, PartitionLedger } from '../../../src/ledger/partition-ledger.js';
import { SettledRanges } from '../../../src/records/settled-ranges.js';

class FakeBatch implements LedgerBatch {
  readonly #offsets: number[];
  readonly #settled = new SettledRanges();
  readonly endOffset: number;

  constructor(offsets: number[], endOffset: number) {
    this.#offsets = offsets;
    this.endOffset = endOffset;
  }
  get count() {
    return this.#offsets.length;
  }
  get settledPrefix() {
    return this.#settled.prefix;
  }
  offset(index: number) {
    return this.#offsets[index] as number;
  }
  settle(from: number, to: number) {
    return this.#settled.add(from, to);
  }
}

/** Batches with gaps inside, between and behind: lengths of records and holes in turn. */
const logs = fc.array(
  fc.record({
    before: fc.integer({ min: 0, max: 3 }),
    steps: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 8 }),
    behind: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 6 },
);

type Log = typeof logs extends fc.Arbitrary<infer T> ? T : never;

function buildBatches(start: number, log: Log): { batch: FakeBatch; skipBefore: number }[] {
  let at = start;
  return log.map(({ before, steps, behind }) => {
    at += before;
    const skipBefore = at;
    const offsets = steps.map((step) => {
      const own = at;
      at += step;
      return own;
    });
    const end = (offsets.at(-1) as number) + 1 + behind;
    at = end;
    return { batch: new FakeBatch(offsets, end), skipBefore };
  });
}

describe('PartitionLedger', () => {
  test('commits no further than the first record that is not settled, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        logs,
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 40 }),
        (start, log, settlements) => {
          const ledger = new PartitionLedger<FakeBatch>(start);
          const batches = buildBatches(start, log);
          for (const { batch, skipBefore } of batches) {
            ledger.skipTo(skipBefore);
            ledger.append(batch);
          }
          const open = new Set(
            batches.flatMap(({ batch }) => Array.from({ length: batch.count }, (_, i) => batch.offset(i))),
          );
          let before = ledger.settledOffset;
          for (const [which, a, b] of settlements) {
            const { batch } = batches[which % batches.length] as { batch: FakeBatch };
            const from = a % batch.count;
            const to = from + 1 + (b % (batch.count - from));
            let expected = 0;
            for (let i = from; i < to; i++) if (open.delete(batch.offset(i))) expected++;
            expect(ledger.settle(batch, from, to)).toBe(expected);
            const firstOpen = Math.min(...open);
            expect(ledger.settledOffset).toBeLessThanOrEqual(open.size > 0 ? firstOpen : ledger.position);
            expect(ledger.settledOffset).toBeGreaterThanOrEqual(before);
            // Nothing with a record lies between the settled offset and the first open one.
            const settledRecords = batches
              .flatMap(({ batch: each }) => Array.from({ length: each.count }, (_, i) => each.offset(i)))
              .filter((offset) => !open.has(offset) && offset < firstOpen);
            expect(settledRecords.every((offset) => offset < ledger.settledOffset)).toBe(true);
            expect(ledger.inFlight).toBe(open.size);
            before = ledger.settledOffset;
          }
          for (const { batch } of batches) ledger.settle(batch, 0, batch.count);
          expect(ledger.settledOffset).toBe(ledger.position);
          expect(ledger.open).toHaveLength(0);
        },
      ),
    );
  });

  test('offsets without records settle at once when nothing is in flight, and with the batch before them otherwise', () => {
    const ledger = new PartitionLedger<FakeBatch>(5);
    ledger.skipTo(8);
    expect(ledger.settledOffset).toBe(8);
    const batch = new FakeBatch([8, 9], 10);
    ledger.append(batch);
    ledger.skipTo(20);
    expect(ledger.settledOffset).toBe(8);
    ledger.settle(batch, 0, 2);
    expect(ledger.settledOffset).toBe(20);
  });

  test('names the oldest record in flight', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    const batch = new FakeBatch([0, 1, 2], 3);
    ledger.append(batch);
    ledger.settle(batch, 0, 1);
    ledger.settle(batch, 2, 3);
    expect(ledger.oldestUnsettled()).toEqual({ batch, index: 1 });
  });
});
