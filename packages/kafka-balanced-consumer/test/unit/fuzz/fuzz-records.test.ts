import { beforeAll, describe, expect, test } from '@jest/globals';
import { fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import { crc32c } from '@node-rs/crc32';
import fc from 'fast-check';
import { loadCodec } from '../../../src/codecs/codec.js';
import { isConsumerError } from '../../../src/errors.js';
import { ColumnBatch } from '../../../src/records/column-batch.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { piecesOf } from '../../../src/records/record-set.js';
import { Slabs } from '../../../src/records/slab.js';
import { changes, packers } from '../../broken-bytes.js';
import { batchBytes, recordSet, sealed } from '../../record-bytes.js';

const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];
const packs: ((bytes: Buffer) => Buffer)[] = [];

beforeAll(async () => {
  for (const name of codecs) {
    if (name !== 'none') await loadCodec(name as 'gzip');
    packs.push((await packers.get(name)?.()) ?? ((bytes) => bytes));
  }
});

const FRAME = 61;
const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const record = fc.record({
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(fc.tuple(fc.string({ maxLength: 8 }), fc.option(bytes)), { maxLength: 3 }),
});
const batches = fc.array(
  fc.record({
    records: fc.array(record, { minLength: 1, maxLength: 8 }),
    codec: fc.nat(4),
    /** Done to the records before they are packed, and to the whole batch afterwards. */
    inside: changes,
    outside: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: changes }),
    seal: fc.boolean(),
  }),
  { minLength: 1, maxLength: 4 },
);

/** A batch whose records were changed before they were packed, with the checksum and length that fit. */
function repacked(batch: Buffer, codec: number, content: Buffer): Buffer {
  const packed = packs[codec]?.(content) as Buffer;
  const result = Buffer.concat([batch.subarray(0, FRAME), packed]);
  result.writeInt32BE(result.length - 12, 8);
  result.writeInt16BE(codec, 21);
  return sealed(result);
}

describe('record batches with anything done to them', () => {
  test('nothing is thrown, nothing read that is not theirs, and what cannot be read says where it lies', () => {
    fc.assert(
      fc.property(batches, changes, fc.nat(20), (specs, around, position) => {
        let offset = 10;
        const parts = specs.map(({ records, codec, inside, outside, seal }) => {
          const plain = batchBytes({ records, baseOffset: offset });
          offset += records.length;
          const batch = mutated(repacked(plain, codec, mutated(plain.subarray(FRAME), inside)), outside);
          return seal && batch.length > FRAME ? sealed(batch) : batch;
        });
        const whole = recordSet(parts);
        const set = recordSet([mutated(whole.bytes, around.slice(0, 1)), Buffer.alloc(500, 'not yours')]);
        const mine = { ...set, bytes: set.bytes.subarray(0, set.bytes.length - 500) };
        let next = position;
        for (const piece of piecesOf(mine, position)) {
          if (piece.kind === 'unreadable') {
            expect(isConsumerError(piece.error)).toBe(true);
            expect(piece.error.code).toBe('KBC_UNREADABLE_BATCH');
            expect(piece.error.message).toMatch(/^the record batch at offset \d+ of t\/0 cannot be read: ./);
            continue;
          }
          if (piece.kind === 'passed') {
            expect(piece.endOffset).toBeGreaterThan(next);
            next = piece.endOffset;
            continue;
          }
          const { content } = piece;
          expect(content.buffer.includes('not yours')).toBe(false);
          const held = new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0));
          const batch = new ColumnBatch(content, 1, held, () => {});
          for (let i = 0; i < batch.count; i++) {
            expect(batch.offset(i)).toBeGreaterThanOrEqual(next);
            next = batch.offset(i) + 1;
            batch.key(i);
            batch.value(i);
            batch.headers(i);
            expect(Number.isNaN(batch.timestamp(i))).toBe(false);
            expect(batch.valueEnd(i)).toBeLessThanOrEqual(batch.buffer.length);
          }
          expect(content.endOffset).toBeGreaterThanOrEqual(next);
          next = content.endOffset;
        }
      }),
      fuzzing(400),
    );
  });

  test('a change that the checksum does not fit loses no record: each comes as it was, or an error in its place', () => {
    const specs = fc.array(fc.tuple(fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(4)), {
      minLength: 2,
      maxLength: 4,
    });
    const bit = fc.tuple(fc.constant(1), fc.nat(), fc.nat());
    fc.assert(
      fc.property(specs, bit, (written, change) => {
        let offset = 600;
        const values: (Buffer | null)[] = [];
        const parts = written.map(([records, codec]) => {
          const plain = batchBytes({ records, baseOffset: offset });
          offset += records.length;
          values.push(...records.map(({ value }) => value));
          return repacked(plain, codec, plain.subarray(FRAME));
        });
        // The last batch is not touched: what happens to it shows with the next fetch.
        const untouched = parts.pop() as Buffer;
        const broken = mutated(Buffer.concat(parts), [change]);
        const set = { ...recordSet([broken, untouched]), highWatermark: offset };
        let next = 600;
        for (const piece of piecesOf(set, 600)) {
          if (piece.kind !== 'records') return;
          const { columns, buffer } = piece.content;
          for (let i = 0; i < columns.count; i++) {
            const at = columns.offsets?.[i] ?? columns.firstOffset + i;
            // The first batch may lie before the position, with an offset of its own: the fetch then begins anew.
            if (at !== next) return expect(change[1] % broken.length).toBeLessThan(8);
            const [start, end] = [columns.valueStarts[i] as number, columns.valueEnds[i] as number];
            expect(start < 0 ? null : buffer.subarray(start, end)).toEqual(values[at - 600]);
            next = at + 1;
          }
        }
        // Either all came, in which case the change hit what nobody reads, or the rest is cut off and fetched again.
        expect(next).toBeLessThanOrEqual(offset);
      }),
      fuzzing(400),
    );
  });

  test('a batch that claims more records than bytes takes no memory for them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 0x7fff_ffff }), fc.boolean(), (claim, packed) => {
        const plain = batchBytes({ records: [{ value: Buffer.from('x') }], gzip: packed });
        plain.writeInt32BE(claim, 57);
        plain.writeUInt32BE(crc32c(plain.subarray(21)), 17);
        const before = process.memoryUsage().arrayBuffers;
        const kinds = [...piecesOf(recordSet([plain]), 0)].map(({ kind }) => kind);
        expect(kinds).toEqual([claim === 1 ? 'records' : 'unreadable']);
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
      }),
      fuzzing(100),
    );
  });
});
