import type { OffsetRange } from '../range/offset-ranges.js';
import type { RecordBatch } from '../records/record-batch.js';

/** Records `[from, to)` of a batch. */
export interface RecordsOf {
  readonly batch: RecordBatch;
  readonly from: number;
  readonly to: number;
}

/**
 * Records that were let go: not settled, their bytes not held, known by their offsets alone. It stands for them until
 * it is given, once, to `settleRange` or `readAgain`. Void once the partition has moved away.
 */
export interface LetGoRange extends OffsetRange {
  /** See {@link RecordBatch.generation}. */
  readonly generation: number;
  /** How many records it stands for: offsets may have gaps. */
  readonly records: number;
}

/** The offsets of records, those without a record behind the last one included. */
export function rangeOf({ batch, from, to }: RecordsOf): LetGoRange {
  const { topic, partition, generation, count, endOffset } = batch;
  return {
    topic,
    partition,
    generation,
    from: batch.offset(from),
    to: to < count ? batch.offset(to) : endOffset,
    records: to - from,
  };
}

/** One range of two where the second begins where the first ends; undefined where it does not. */
export function joined(first: LetGoRange, second: LetGoRange): LetGoRange | undefined {
  const neighbours =
    first.to === second.from &&
    first.partition === second.partition &&
    first.topic === second.topic &&
    first.generation === second.generation;
  return neighbours ? { ...first, to: second.to, records: first.records + second.records } : undefined;
}
