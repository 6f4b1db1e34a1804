import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadCodec } from '../../../src/codecs/codec.js';
import type { BatchContent } from '../../../src/records/column-batch.js';
import type { RecordPiece } from '../../../src/records/record-piece.js';
import {
  APPEND_TIME,
  type BatchSpec,
  batchBytes,
  CONTROL,
  pieces,
  recordSet,
  sealed,
  TRANSACTIONAL,
} from '../../record-bytes.js';

const require = createRequire(import.meta.url);

const some = (count: number, name = 'value') =>
  Array.from({ length: count }, (_, i) => ({ value: Buffer.from(`${name} ${i}`) }));

/** What a piece says, in a form that reads well. */
function told(piece: RecordPiece): unknown {
  if (piece.kind === 'records') return { offsets: offsetsOf(piece.content), end: piece.content.endOffset };
  return piece.kind === 'passed' ? { passed: piece.endOffset } : { unreadable: piece.error.message };
}

function offsetsOf({ columns: { count, offsets, firstOffset } }: BatchContent): number[] {
  return Array.from({ length: count }, (_, i) => offsets?.[i] ?? firstOffset + i);
}

const abort = Buffer.from([0, 0, 0, 0]);
const commit = Buffer.from([0, 0, 0, 1]);
const marker = (baseOffset: number, producerId: number, key: Buffer): Buffer =>
  batchBytes({
    baseOffset,
    producerId,
    attributes: TRANSACTIONAL | CONTROL,
    records: [{ key, value: Buffer.alloc(6) }],
  });
const transactional = (baseOffset: number, producerId: number, count = 1): Buffer =>
  batchBytes({ baseOffset, producerId, attributes: TRANSACTIONAL, records: some(count) });

beforeAll(() => loadCodec('gzip'));

describe('piecesOf', () => {
  test('batches that are not packed make one piece in the memory of the fetch, each packed one a piece of its own', () => {
    const set = recordSet([
      batchBytes({ baseOffset: 10, records: some(2) }),
      batchBytes({ baseOffset: 12, records: some(3) }),
      batchBytes({ baseOffset: 15, records: some(2), gzip: true }),
      batchBytes({ baseOffset: 17, records: some(1), gzip: true }),
      batchBytes({ baseOffset: 20, records: some(1) }),
    ]);
    const read = pieces(set, 10);
    expect(read.map(told)).toEqual([
      { offsets: [10, 11, 12, 13, 14], end: 15 },
      { offsets: [15, 16], end: 17 },
      { offsets: [17], end: 18 },
      { offsets: [20], end: 21 },
    ]);
    const inTheFetch = read.map(
      (piece) => piece.kind === 'records' && piece.content.buffer.buffer === set.bytes.buffer,
    );
    expect(inTheFetch).toEqual([true, false, false, true]);
  });

  test('leaves out what lies before the position, in the middle of a batch too', () => {
    const set = recordSet([
      batchBytes({ baseOffset: 0, records: some(5) }),
      batchBytes({ baseOffset: 5, records: some(5) }),
    ]);
    expect(pieces(set, 7).map(told)).toEqual([{ offsets: [7, 8, 9], end: 10 }]);
    expect(pieces(set, 10).map(told)).toEqual([]);
  });

  test('gaps: inside a batch, at its end, and a batch that compaction has emptied', () => {
    const set = recordSet([
      batchBytes({ baseOffset: 0, records: some(3), deltas: [1, 4, 7], lastDelta: 9 }),
      batchBytes({ baseOffset: 10, records: [], lastDelta: 4 }),
    ]);
    expect(pieces(set).map(told)).toEqual([{ offsets: [1, 4, 7], end: 15 }]);
    const empty = recordSet([batchBytes({ baseOffset: 10, records: [], lastDelta: 4 })]);
    expect(pieces(empty, 10).map(told)).toEqual([{ passed: 15 }]);
  });

  test('timestamps: the producer’s, or the broker’s for the whole batch', () => {
    const timestamps = (spec: Partial<BatchSpec>): number[] => {
      const [piece] = pieces(recordSet([batchBytes({ records: some(2), ...spec })]));
      return piece?.kind === 'records' ? [...piece.content.columns.timestamps] : [];
    };
    expect(timestamps({ timestamp: 5000 })).toEqual([5000, 5001]);
    expect(timestamps({ attributes: APPEND_TIME, maxTimestamp: 9000 })).toEqual([9000, 9000]);
    expect(timestamps({ timestamp: -1 })[0]).toBe(-1);
  });

  test('a batch that was cut off at the end is left for the next fetch', () => {
    const whole = batchBytes({ baseOffset: 0, records: some(2) });
    const next = batchBytes({ baseOffset: 2, records: some(2) });
    for (const length of [1, 11, 17, 60, 61, next.length - 1]) {
      expect(pieces(recordSet([whole, next.subarray(0, length)])).map(told)).toEqual([
        { offsets: [0, 1], end: 2 },
      ]);
    }
  });

  test('aborted transactions of several producers, also those that began before the fetch', () => {
    const set = {
      ...recordSet([
        transactional(10, 2),
        transactional(11, 1),
        transactional(12, 3),
        batchBytes({ baseOffset: 13, producerId: 1, records: some(1) }),
        marker(14, 1, abort),
        transactional(15, 1),
        marker(16, 2, abort),
        marker(17, 3, commit),
        marker(18, 1, commit),
      ]),
      aborted: [
        { producerId: 1, firstOffset: 4 },
        { producerId: 2, firstOffset: 6 },
      ],
    };
    expect(pieces(set, 10).map(told)).toEqual([{ offsets: [12, 13, 15], end: 19 }]);
  });

  test('an aborted transaction ends at its marker, also where that lies before the position', () => {
    const set = {
      ...recordSet([
        batchBytes({ baseOffset: 100, records: some(10) }),
        transactional(110, 7, 10),
        marker(120, 7, abort),
        transactional(121, 7, 10),
        marker(131, 7, commit),
      ]),
      aborted: [{ producerId: 7, firstOffset: 110 }],
    };
    const from = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);
    const committed = from(121, 10);
    expect(pieces(set, 100).map(told)).toEqual([{ offsets: [...from(100, 10), ...committed], end: 132 }]);
    for (const position of [110, 115, 120, 121]) {
      expect(pieces(set, position).map(told)).toEqual([{ offsets: committed, end: 132 }]);
    }
    expect(pieces(set, 131).map(told)).toEqual([{ passed: 132 }]);
  });

  test('what cannot be read ends the reading there, what comes before is handed on', () => {
    const whole = batchBytes({ baseOffset: 0, records: some(2) });
    const second = batchBytes({ baseOffset: 2, records: some(2) });
    const broken = (change: (batch: Buffer) => unknown, seal = true): unknown => {
      const batch = Buffer.from(second);
      change(batch);
      return pieces(recordSet([whole, seal ? sealed(batch) : batch, whole])).map(told);
    };
    const endsWith = (reason: string): unknown => [
      { offsets: [0, 1], end: 2 },
      {
        unreadable: expect.stringMatching(`^the record batch at offset 2 of t/0 cannot be read: .*${reason}`),
      },
    ];
    expect(broken((batch) => batch.writeInt8(1, batch.length - 2), false)).toEqual(endsWith('checksum'));
    expect(broken((batch) => batch.writeInt16BE(7, 21))).toEqual(endsWith('codec 7'));
    expect(broken((batch) => batch.writeInt16BE(1, 21))).toEqual(
      endsWith('packed with gzip, cannot be unpacked'),
    );
    expect(broken((batch) => batch.writeInt16BE(4, 21))).toEqual(
      endsWith('packed with zstd, which is not loaded'),
    );
    expect(broken((batch) => batch.writeInt32BE(3, 57))).toEqual(endsWith('ends in the middle'));
    expect(broken((batch) => batch.writeInt32BE(1, 57))).toEqual(endsWith('more than the records it counts'));
    expect(broken((batch) => batch.writeInt32BE(2_000_000_000, 57))).toEqual(
      endsWith('claims 2000000000 records'),
    );
    expect(broken((batch) => batch.writeInt32BE(-1, 57))).toEqual(endsWith('claims -1 records'));
    expect(broken((batch) => batch.writeInt32BE(0, 23))).toEqual(endsWith('out of order'));
    expect(broken((batch) => batch.writeInt8(0x7f, 61))).toEqual(endsWith('longer or shorter'));
    expect(broken((batch) => batch.writeInt32BE(5, 8))).toEqual(endsWith('length is impossible'));
    expect(broken((batch) => batch.writeInt8(9, 16))).toEqual(endsWith('message format is 9'));
  });

  test('a base offset with a flipped bit does not skip all that lies between', () => {
    const batch = batchBytes({ baseOffset: 5, records: some(1) });
    batch.writeInt8(1, 2);
    expect(pieces(recordSet([batch]), 5).map(told)).toEqual([
      { unreadable: expect.stringMatching('far behind the end of the partition') },
    ]);
  });

  test('nor does it make a batch pass for one that was read before', () => {
    const first = batchBytes({ baseOffset: 600, records: some(2) });
    const second = batchBytes({ baseOffset: 602, records: some(2), gzip: true });
    // Bit 9 of the base offset, which no checksum covers: 602 becomes 90.
    (second[6] as number) ^= 2;
    expect(pieces(recordSet([first, second]), 600).map(told)).toEqual([
      { offsets: [600, 601], end: 602 },
      { unreadable: expect.stringMatching('at offset 602 of t/0 .* its offset 90 lies before the end') },
    ]);
  });

  test('nor for one behind others that come after it', () => {
    const set = recordSet([600, 602, 604].map((baseOffset) => batchBytes({ baseOffset, records: some(2) })));
    const second = set.bytes.length / 3;
    // Bit 8 of 602: 858.
    set.bytes[second + 6] = 3;
    expect(pieces(set, 600).map(told)).toEqual([
      { offsets: [600, 601], end: 602 },
      { unreadable: expect.stringMatching('at offset 602 of t/0 .* its offset 858 lies not before') },
    ]);
  });

  test('bytes without one whole batch are an error, not an endless fetch of the same', () => {
    const batch = batchBytes({ baseOffset: 5, records: some(1) });
    for (const length of [1, 60, batch.length - 1]) {
      expect(pieces(recordSet([batch.subarray(0, length)]), 5).map(told)).toEqual([
        { unreadable: expect.stringMatching('offset 5 of t/0 .* no whole record batch came') },
      ]);
    }
  });
});

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

/** kafkajs's own encoder: batches that were not written by our own idea of the format. */
async function writtenByKafkajs(
  records: readonly { key: Buffer | null; value: Buffer | null }[],
  gzip: boolean,
): Promise<Buffer> {
  const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
    RecordBatch(spec: object): Promise<{ readonly buffer: Buffer }>;
  };
  const Record = require('kafkajs/src/protocol/recordBatch/record/v0') as (spec: object) => object;
  const { buffer } = await RecordBatch({
    compression: gzip ? 1 : 0,
    firstOffset: 1000n,
    firstTimestamp: 1_700_000_000_000,
    lastOffsetDelta: records.length - 1,
    records: records.map((record, i) =>
      Record({ ...record, offsetDelta: i, timestampDelta: i * 70_000, headers: { h: 'x' } }),
    ),
  });
  return Buffer.from(buffer);
}

describe('batches that another encoder has written', () => {
  const records = fc.array(fc.record({ key: fc.option(bytes), value: fc.option(bytes) }), {
    minLength: 1,
    maxLength: 30,
  });

  test('are read as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.boolean(), async (written, gzip) => {
        const [piece, ...more] = pieces(recordSet([await writtenByKafkajs(written, gzip)]), 0);
        expect(more).toEqual([]);
        if (piece?.kind !== 'records') throw new Error(`not read: ${piece?.kind}`);
        const { columns, buffer } = piece.content;
        written.forEach(({ value }, i) => {
          const [start, end] = [columns.valueStarts[i] as number, columns.valueEnds[i] as number];
          expect(start < 0 ? null : buffer.subarray(start, end)).toEqual(value);
          expect(columns.timestamps[i]).toBe(1_700_000_000_000 + i * 70_000);
        });
        expect(offsetsOf(piece.content)).toEqual(written.map((_, i) => 1000 + i));
      }),
    );
  });

  test('with any bytes changed and the checksum made to fit: no crash, nothing outside the batch, an end', async () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.boolean(),
        changes,
        fc.boolean(),
        fc.nat(),
        async (written, gzip, list, seal, cut) => {
          const batch = await writtenByKafkajs(written, gzip);
          for (const [at, value] of list) batch[at % batch.length] = value;
          if (seal) sealed(batch);
          const end = cut % 4 === 0 ? batch.length - (cut % batch.length) : batch.length;
          // Behind the set lies somebody else's data: nothing of it may be handed out.
          const set = recordSet([batch.subarray(0, end), Buffer.alloc(1000, 'not yours')]);
          const read = pieces({ ...set, bytes: set.bytes.subarray(0, end) }, 1000);
          const last = read.at(-1);
          for (const piece of read) {
            if (piece.kind !== 'records') continue;
            const { columns, buffer } = piece.content;
            expect(buffer.includes('not yours')).toBe(false);
            for (let i = 0; i < columns.count; i++) {
              expect(columns.valueEnds[i]).toBeLessThanOrEqual(buffer.length);
              expect(columns.valueStarts[i]).toBeLessThanOrEqual(columns.valueEnds[i] as number);
            }
          }
          if (!seal && last?.kind === 'records') expect(offsetsOf(last.content)).toHaveLength(written.length);
          if (last?.kind === 'unreadable') expect(last.error.code).toBe('KBC_UNREADABLE_BATCH');
        },
      ),
      { numRuns: 2000 },
    );
  });
});
