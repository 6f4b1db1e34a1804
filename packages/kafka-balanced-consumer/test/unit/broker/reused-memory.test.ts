import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { Cluster, EachBatchPayload } from 'kafkajs';
import { tapFetches } from '../../../src/broker/fetch-tap.js';
import { fetchedBatch } from '../../../src/broker/fetched-batch.js';
import { loadCodec } from '../../../src/codecs/codec.js';
import { ColumnBatch } from '../../../src/records/column-batch.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { Slabs } from '../../../src/records/slab.js';
import { packers } from '../../broken-bytes.js';
import { batchBytes } from '../../record-bytes.js';

interface KafkajsEncoder {
  readonly buffer: Buffer;
  writeInt16(value: number): KafkajsEncoder;
  writeInt32(value: number): KafkajsEncoder;
  writeInt64(value: number): KafkajsEncoder;
  writeString(value: string): KafkajsEncoder;
  writeBytes(value: Buffer): KafkajsEncoder;
}

interface Fetch {
  readonly response: { decode(payload: Buffer): Promise<Answer> };
}

interface Answer {
  readonly responses: readonly { readonly partitions: readonly { readonly partition: number }[] }[];
}

const require = createRequire(import.meta.url);
const Encoder = require('kafkajs/src/protocol/encoder') as new () => KafkajsEncoder;
const Batch = require('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  partition: object,
) => EachBatchPayload['batch'];

const records = batchBytes({
  records: Array.from({ length: 100 }, () => ({ value: Buffer.alloc(1000, 'x') })),
});

/** An answer to a fetch with two partitions, in memory that was lent. */
async function fetchOfTwo(lent: LentMemory, theRecords: readonly Buffer[]) {
  const to = new Encoder().writeInt32(0).writeInt32(1).writeString('t').writeInt32(theRecords.length);
  for (const [partition, bytes] of theRecords.entries()) {
    to.writeInt32(partition).writeInt16(0).writeInt64(100).writeInt64(100).writeInt32(0).writeBytes(bytes);
  }
  const payload = lent.take(to.buffer.length);
  to.buffer.copy(payload);
  const builder = { build: () => Promise.resolve({ send: (protocol: Fetch) => protocol }) };
  tapFetches({ connectionPoolBuilder: builder } as unknown as Cluster, lent);
  const pool = await builder.build();
  const request = { apiName: 'Fetch', apiVersion: 4 };
  const tapped = pool.send({
    request,
    response: { decode: () => Promise.reject(), parse: () => {} },
  } as never);
  const answer = await tapped.response.decode(payload);
  const [topic] = answer.responses;
  return { memory: payload.buffer, batches: (topic?.partitions ?? []).map((p) => new Batch('t', '0', p)) };
}

function reader(lent: LentMemory) {
  const slabs = new Slabs<ColumnBatch>(() => {}, lent);
  return (batch: EachBatchPayload['batch']): ColumnBatch[] => {
    const batches: ColumnBatch[] = [];
    for (const piece of fetchedBatch(batch, lent).pieces(0)) {
      if (piece.kind === 'records') batches.push(new ColumnBatch(piece.content, 1, slabs, () => {}));
    }
    return batches;
  };
}

test('the memory of a fetch is spare when all of it has been read and the last batch is released', async () => {
  const lent = new LentMemory(() => 1e9);
  const { memory, batches } = await fetchOfTwo(lent, [records, records]);
  const read = reader(lent);
  const first = read(batches[0] as never);
  for (const batch of first) batch.release();
  // The other partition has not been read.
  expect(lent.spareBytes).toBe(0);
  const [second] = read(batches[1] as never);
  expect(lent.spareBytes).toBe(0);
  expect(second?.value(99)?.toString()).toBe('x'.repeat(1000));
  second?.retain();
  second?.release();
  expect(lent.spareBytes).toBe(0);
  second?.release();
  expect(lent.spareBytes).toBe(memory.byteLength);
});

test('a batch that was copied out leaves the memory to whoever still reads it', async () => {
  const lent = new LentMemory(() => 1e9);
  const { batches } = await fetchOfTwo(lent, [records]);
  const [batch] = reader(lent)(batches[0] as never);
  const view = batch?.value(5);
  batch?.settle(0, 99);
  batch?.compact();
  lent.take(view?.buffer.byteLength ?? 0).fill(0xdd);
  batch?.release();
  expect(lent.spareBytes).toBe(0);
  expect(view?.toString()).toBe('x'.repeat(1000));
});

test('what lz4 is unpacked into is lent too, and spare when the batch on it is released', async () => {
  const lent = new LentMemory(() => 1e9);
  const pack = (await packers.get('lz4')?.()) as (bytes: Buffer) => Buffer;
  await loadCodec('lz4');
  const values = Array.from({ length: 100 }, (_, i) => ({ value: Buffer.alloc(1000, String(i)) }));
  const packed = batchBytes({ records: values, codec: { id: 3, pack } });
  const { batches } = await fetchOfTwo(lent, [packed]);
  const [batch] = reader(lent)(batches[0] as never);
  const spare = lent.spareBytes;
  expect(batch?.value(42)).toEqual(values[42]?.value);
  const memory = batch?.buffer.buffer;
  batch?.release();
  expect(lent.spareBytes).toBe(spare + (memory?.byteLength ?? 0));
  expect(lent.take(memory?.byteLength ?? 0).buffer).toBe(memory);
});

test.each(['gzip', 'zstd'] as const)(
  'what %s is unpacked into goes back to the system when the batch on it is released, not before',
  async (codec) => {
    const lent = new LentMemory(() => 1e9);
    const pack = (await packers.get(codec)?.()) as (bytes: Buffer) => Buffer;
    await loadCodec(codec);
    const values = Array.from({ length: 100 }, (_, i) => ({ value: Buffer.alloc(1000, String(i)) }));
    const packed = batchBytes({ records: values, codec: { id: codec === 'gzip' ? 1 : 4, pack } });
    const { batches } = await fetchOfTwo(lent, [packed, packed]);
    const [first, second] = batches.flatMap((batch) => reader(lent)(batch));
    const memory = first?.buffer.buffer;
    first?.retain();
    first?.release();
    expect(first?.value(42)).toEqual(values[42]?.value);
    first?.release();
    expect(memory?.byteLength).toBe(0);
    expect(second?.value(42)).toEqual(values[42]?.value);
  },
);

test('an answer with messages of an old format is never lent again', async () => {
  const lent = new LentMemory(() => 1e9);
  const oldFormat = Buffer.alloc(40);
  const { batches } = await fetchOfTwo(lent, [records, oldFormat]);
  for (const batch of reader(lent)(batches[0] as never)) batch.release();
  expect(lent.spareBytes).toBe(0);
});

test('records are handed out once', async () => {
  const lent = new LentMemory(() => 1e9);
  const { batches } = await fetchOfTwo(lent, [records]);
  const read = reader(lent);
  read(batches[0] as never);
  expect(() => read(batches[0] as never)).toThrow(expect.objectContaining({ code: 'KBC_INTERNALS' }));
});
