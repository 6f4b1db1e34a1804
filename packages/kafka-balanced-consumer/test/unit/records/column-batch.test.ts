import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ColumnBatch } from '../../../src/records/column-batch.js';
import { ColumnsBuilder } from '../../../src/records/columns.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { Slabs } from '../../../src/records/slab.js';
import { batchBytes, pieces, type RecordSpec, recordSet } from '../../record-bytes.js';

const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const nullable = fc.option(bytes, { nil: null });
const name = fc.oneof(fc.constant('h'), fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }));
const header = fc.tuple(name, nullable);
const record: fc.Arbitrary<RecordSpec> = fc.record({
  key: nullable,
  value: nullable,
  headers: fc.array(header, { maxLength: 3 }),
});

function make(specs: readonly RecordSpec[], memoryBytes = 0) {
  const slabs = new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0));
  const set = recordSet([batchBytes({ records: specs, baseOffset: 100 })], memoryBytes);
  let held = 0;
  const batches = pieces(set).flatMap((piece) =>
    piece.kind === 'records'
      ? new ColumnBatch(piece.content, 1, slabs, (delta) => {
          held += delta;
        })
      : [],
  );
  return { slabs, batches, memory: set.bytes, held: () => held };
}

function expectRecord(batch: ColumnBatch, index: number, spec: RecordSpec) {
  expect(batch.value(index)).toEqual(spec.value);
  expect(batch.key(index)).toEqual(spec.key ?? null);
  const start = batch.valueStart(index);
  expect(start < 0 ? null : batch.buffer.subarray(start, batch.valueEnd(index))).toEqual(spec.value);
  const headers = batch.headers(index).map(({ key, value }) => [key, value]);
  const wanted = (spec.headers ?? []).map(([name, value]) => [name, value]);
  expect(headers).toEqual(wanted);
  expectPlaces(batch, index, spec);
}

function expectPlaces(batch: ColumnBatch, index: number, { key = null, headers = [] }: RecordSpec) {
  const ranges = new Int32Array(9).fill(-7);
  const at = (start: number): Buffer | null => {
    const [from = -7, to = -7] = ranges.subarray(start, start + 2);
    if (from >= 0) return batch.buffer.subarray(from, to);
    expect([from, to]).toEqual([-1, -1]);
    return null;
  };
  batch.locateKey(index, ranges, 1);
  expect(at(1)).toEqual(key);
  const names = ['h', headers[0]?.[0] ?? 'none', 'never'];
  const wanted = names.map((name) => headers.findLast(([other]) => other === name)?.[1] ?? null);
  batch.locateHeaders(
    index,
    names.map((name) => Buffer.from(name)),
    ranges,
    3,
  );
  expect([at(3), at(5), at(7)]).toEqual(wanted);
  expect(ranges[0]).toBe(-7);
}

describe('ColumnBatch', () => {
  test('reads every record byte for byte, before and after a compaction with any records settled', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.boolean()),
        (specs, keep) => {
          const { batches } = make(specs);
          expect(batches).toHaveLength(1);
          const batch = batches[0] as ColumnBatch;
          specs.forEach((spec, i) => {
            expectRecord(batch, i, spec);
            expect(batch.offset(i)).toBe(100 + i);
            expect(batch.timestamp(i)).toBe(1000 + i);
          });
          const kept = specs.map(() => keep.next().value as boolean);
          for (let round = 0; round < 2; round++) {
            kept.forEach((isKept, i) => {
              if (!isKept) batch.settle(i, i + 1);
            });
            batch.compact();
            specs.forEach((spec, i) => {
              if (kept[i]) expectRecord(batch, i, spec);
            });
            expect(batch.buffer.length).toBe(batch.liveBytes);
            // The second time with some of the rest settled.
            const first = kept.indexOf(true);
            if (first >= 0) kept[first] = false;
          }
        },
      ),
    );
  });

  test('the memory of a fetch counts once and whole, until the last batch on it is released', () => {
    const { slabs, batches, memory } = make(
      [{ value: Buffer.from('a') }, { value: Buffer.from('b') }],
      100_000,
    );
    const batch = batches[0] as ColumnBatch;
    expect(memory.buffer.byteLength).toBe(100_000);
    expect(slabs.heldBytes).toBe(100_000 + batch.ownBytes);
    const other = new ColumnBatch(
      {
        topic: 't',
        partition: 1,
        endOffset: 1,
        buffer: memory,
        columns: new ColumnsBuilder(0).build(),
      },
      1,
      slabs,
      () => {},
    );
    batch.retain();
    batch.release();
    expect(slabs.heldBytes).toBe(100_000 + batch.ownBytes);
    batch.release();
    expect(slabs.heldBytes).toBe(100_000);
    other.release();
    expect(slabs.heldBytes).toBe(0);
  });

  test('a copy of the unsettled quarter frees the fetch', () => {
    const specs = Array.from({ length: 100 }, (_, i) => ({ value: Buffer.alloc(1000, i) }));
    const { slabs, batches, held } = make(specs);
    const batch = batches[0] as ColumnBatch;
    batch.settle(0, 70);
    expect(slabs.takeCompactable(0, 0)).toHaveLength(0);
    batch.settle(70, 80);
    const [slab] = slabs.takeCompactable(0, 0);
    expect(slab?.tenants).toEqual(new Set([batch]));
    batch.compact();
    expect(slabs.heldBytes).toBeLessThan(25_000);
    expect(slabs.heldBytes).toBe(held());
    expect(batch.value(85)).toEqual(Buffer.alloc(1000, 85));
    // What was copied is small: it is not copied again and again.
    batch.settle(80, 99);
    expect(slabs.takeCompactable(0, 0)).toHaveLength(0);
    batch.release();
    expect(slabs.heldBytes).toBe(0);
    expect(held()).toBe(0);
  });

  test('a slab that is worth a copy rests before it is copied, from when it was first seen so', () => {
    const { slabs, batches } = make(Array.from({ length: 100 }, () => ({ value: Buffer.alloc(1000) })));
    const batch = batches[0] as ColumnBatch;
    batch.settle(0, 80);
    expect(slabs.takeCompactable(250, 1000)).toHaveLength(0);
    expect(slabs.hasResting).toBe(true);
    batch.settle(80, 90);
    expect(slabs.takeCompactable(250, 1249)).toHaveLength(0);
    expect(slabs.takeCompactable(250, 1250)).toHaveLength(1);
    expect(slabs.hasResting).toBe(false);
    batch.release();
  });

  test('a slab that is done with while it rests is not copied', () => {
    const { slabs, batches } = make(Array.from({ length: 100 }, () => ({ value: Buffer.alloc(1000) })));
    batches[0]?.settle(0, 80);
    expect(slabs.takeCompactable(250, 0)).toHaveLength(0);
    batches[0]?.release();
    expect(slabs.takeCompactable(250, 1000)).toHaveLength(0);
    expect(slabs.hasResting).toBe(false);
  });

  test('what is gone reads as nothing: settled before a copy, or released', () => {
    const spec = { key: Buffer.from('k'), value: Buffer.from('v'), headers: [['h', null]] as const };
    const batch = make([spec, spec, spec]).batches[0] as ColumnBatch;
    batch.settle(0, 1);
    batch.settle(2, 3);
    batch.compact();
    for (const gone of [0, 2]) expect([batch.key(gone), batch.headers(gone)]).toEqual([null, []]);
    expectRecord(batch, 1, spec);
    batch.release();
    expect([batch.key(1), batch.headers(1)]).toEqual([null, []]);
  });

  test('a release too many is an error', () => {
    const batch = make([{ value: Buffer.from('a') }]).batches[0] as ColumnBatch;
    batch.release();
    expect(() => batch.release()).toThrow(expect.objectContaining({ code: 'KBC_OVER_RELEASED' }));
    expect(() => batch.retain()).toThrow(expect.objectContaining({ code: 'KBC_OVER_RELEASED' }));
  });
});
