import type { TopicPartition } from '../topic-partition.js';
import { ColumnBatch } from './column-batch.js';
import { ColumnsBuilder } from './columns.js';
import { LentMemory } from './lent-memory.js';
import type { RecordBatch } from './record-batch.js';
import { type RecordFields, writeRecord } from './record-writer.js';
import { Slabs } from './slab.js';

/** A record that was kept elsewhere than in Kafka. */
export interface KeptRecord extends RecordFields {
  readonly offset: number;
  /** Milliseconds since the epoch; -1 for none. */
  readonly timestamp: number;
}

/**
 * Records that were kept elsewhere, as a batch, for code that takes batches. Their bytes are copied. The batch belongs to
 * no consumer: nobody counts its memory, and it is settled nowhere.
 *
 * @param records - at least one, offsets rising
 */
export function recordBatchOf(
  { topic, partition }: TopicPartition,
  records: readonly KeptRecord[],
): RecordBatch {
  const columns = new ColumnsBuilder(records.length);
  const parts: Buffer[] = [];
  let at = 0;
  for (const record of records) {
    const { bytes, valueStart, valueEnd } = writeRecord(record);
    const place = valueStart < 0 ? ([-1, -1] as const) : ([at + valueStart, at + valueEnd] as const);
    columns.add(record.offset, record.timestamp, at, ...place);
    parts.push(bytes);
    at += bytes.length;
  }
  const content = {
    topic,
    partition,
    endOffset: (records.at(-1)?.offset ?? -1) + 1,
    buffer: Buffer.concat(parts, at),
    columns: columns.build(),
  };
  const slabs = new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0));
  return new ColumnBatch(content, 1, slabs, () => {});
}
