import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type LedgerBatch,
  type OffsetVisitor,
  PartitionLedger,
} from '../../../src/ledger/partition-ledger.js';
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
  timestamp(index: number) {
    return 1000 + this.offset(index);
  }
  settle(from: number, to: number) {
    return this.#settled.add(from, to);
  }
  letGo(from: number, to: number, visit: OffsetVisitor) {
    this.#settled.gaps(from, to, (start, end) => {
      for (let i = start; i < end; i++) visit(this.offset(i), this.offset(i) + 1, this.timestamp(i));
    });
    this.settle(from, to);
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

  test('a record that was let go is in the way until it is settled, also when it was read again or is gone', () => {
    const act = fc.record({
      kind: fc.constantFrom('settle', 'letGo', 'settleLetGo', 'takeBack'),
      which: fc.nat(),
      a: fc.nat(),
      b: fc.nat(),
      lose: fc.boolean(),
    });
    fc.assert(
      fc.property(logs, fc.array(act, { maxLength: 60 }), (log, acts) => {
        const ledger = new PartitionLedger<FakeBatch>(0);
        const batches = buildBatches(0, log).map(({ batch, skipBefore }) => {
          ledger.skipTo(skipBefore);
          ledger.append(batch);
          return batch;
        });
        const held = new Map(
          batches.flatMap((batch) =>
            Array.from({ length: batch.count }, (_, i) => [batch.offset(i), batch] as const),
          ),
        );
        const letGo = new Set<number>();
        let before = ledger.settledOffset;
        for (const { kind, which, a, b, lose } of acts) {
          const batch = batches[which % batches.length] as FakeBatch;
          const from = a % batch.count;
          const to = from + 1 + (b % (batch.count - from));
          const offsets = Array.from({ length: to - from }, (_, i) => batch.offset(from + i));
          const [first, end] = [offsets[0] as number, (offsets.at(-1) as number) + 1];
          const gone = offsets.filter((offset) => letGo.has(offset));
          if (kind === 'settle') {
            ledger.settle(batch, from, to);
            for (const offset of offsets) if (held.get(offset) === batch) held.delete(offset);
          } else if (kind === 'letGo') {
            ledger.letGo(batch, from, to);
            for (const offset of offsets) {
              if (held.get(offset) === batch && held.delete(offset)) letGo.add(offset);
            }
          } else if (kind === 'settleLetGo') {
            expect(ledger.settleLetGo(first, end)).toBe(gone.length);
            for (const offset of gone) letGo.delete(offset);
          } else if (gone.length > 0) {
            const read = lose ? gone.slice(1) : gone;
            for (const offset of gone) letGo.delete(offset);
            if (read.length === 0) ledger.settleLetGo(first, end);
            else {
              const again = new FakeBatch(read, end);
              expect(ledger.takeBack(again, first, end)).toBe(gone.length - read.length);
              batches.push(again);
              for (const offset of read) held.set(offset, again);
            }
          }
          const oldest = Math.min(...held.keys(), ...letGo);
          expect(ledger.inFlight).toBe(held.size + letGo.size);
          expect(ledger.settledOffset).toBeLessThanOrEqual(Math.min(oldest, ledger.position));
          expect(ledger.settledOffset).toBeGreaterThanOrEqual(before);
          expect(ledger.oldestTimestamp).toBe(Number.isFinite(oldest) ? 1000 + oldest : undefined);
          before = ledger.settledOffset;
        }
        for (const batch of batches) ledger.settle(batch, 0, batch.count);
        for (const offset of letGo) ledger.settleLetGo(offset, offset + 1);
        expect(ledger.settledOffset).toBe(ledger.position);
        expect([ledger.inFlight, ledger.letGoRuns]).toEqual([0, 0]);
      }),
      { numRuns: 300 },
    );
  });

  test('offsets without records do not carry over what was let go', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    const batch = new FakeBatch([0, 1], 2);
    ledger.append(batch);
    ledger.letGo(batch, 0, 2);
    ledger.skipTo(9);
    expect(ledger.settledOffset).toBe(0);
    ledger.settleLetGo(0, 2);
    expect(ledger.settledOffset).toBe(9);
  });

  test('offsets without records do not carry over what is open, whatever else was settled', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    ledger.append(new FakeBatch([0, 1], 2));
    // Not in these books: the counter of what is in flight is wrong from here on.
    ledger.settle(new FakeBatch([0, 1], 2), 0, 2);
    ledger.skipTo(9);
    expect(ledger.settledOffset).toBe(0);
  });

  test('what was read again is in the way although a batch from before reaches over it', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    const batch = new FakeBatch([0, 1, 2, 3, 4], 5);
    ledger.append(batch);
    ledger.letGo(batch, 2, 3);
    ledger.letGo(batch, 4, 5);
    ledger.takeBack(new FakeBatch([2], 3), 2, 3);
    ledger.settle(batch, 0, 2);
    ledger.settle(batch, 3, 4);
    expect(ledger.settledOffset).toBe(2);
    expect(ledger.oldestTimestamp).toBe(1002);
  });

  test('a record that sticks does not keep the books of what lies behind it', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    const batches = Array.from({ length: 1000 }, (_, i) => new FakeBatch([i], i + 1));
    for (const batch of batches) ledger.append(batch);
    for (const batch of batches.slice(1)) ledger.settle(batch, 0, 1);
    expect(ledger.open.length).toBeLessThan(10);
    expect(ledger.settledOffset).toBe(0);
  });

  test('knows the time of the oldest record in flight', () => {
    const ledger = new PartitionLedger<FakeBatch>(0);
    const batch = new FakeBatch([0, 1, 2], 3);
    ledger.append(batch);
    ledger.settle(batch, 0, 1);
    ledger.settle(batch, 2, 3);
    expect(ledger.oldestTimestamp).toBe(1001);
  });
});
