/** One header of a record. Kafka allows a key to occur more than once; order is kept. */
export interface RecordHeader {
  readonly key: string;
  /** `null` where the producer wrote none. */
  readonly value: Buffer | null;
}

/**
 * Records of one partition, in order, as one buffer and positions into it: no object per record.
 *
 * Records are named by their index, `0 … count - 1`. Offsets rise with the index but may have gaps
 * (compaction, control records).
 *
 * Lifetime: a batch is born with one hold, the consumer's own, which ends when every record is settled or let
 * go, or the partition is lost. Whoever keeps the batch longer calls {@link RecordBatch.retain} and later
 * {@link RecordBatch.release} once. While anybody holds it, its bytes count against the consumer's memory.
 *
 * {@link RecordBatch.buffer} may be replaced by a smaller copy when little of a fetch is still unsettled, so
 * read `buffer` and positions afresh in each turn of the event loop and never keep them. Only unsettled records
 * survive such a copy: the bytes of a settled record must not be read.
 */
export interface RecordBatch {
  readonly topic: string;
  readonly partition: number;
  /**
   * Rises each time this member gains the partition anew. A batch of an older generation is stale: what is
   * reported about it is dropped, never committed.
   */
  readonly generation: number;
  /** True where the records were let go and are handed on once more, see `BalancedConsumer.readAgain`. */
  readonly again: boolean;
  /** True once the partition has moved away (or came back under a later generation). */
  readonly stale: boolean;
  /** Number of records. */
  readonly count: number;
  /** Offset that follows the batch: where the next batch of the partition may begin. */
  readonly endOffset: number;
  /** The bytes that the positions point into. May change between turns, see above. */
  readonly buffer: Buffer;
  /** Length of `buffer`: keys, values and headers of its records, and the few bytes of framing between them. */
  readonly byteLength: number;

  /** Offset of record `index`, a number while it fits (2^53). */
  offset(index: number): number;
  /** Record timestamp in milliseconds since the epoch; -1 where the record has none. */
  timestamp(index: number): number;
  /** Position in {@link RecordBatch.buffer} where the value begins; -1 for a null value (a tombstone). */
  valueStart(index: number): number;
  /** Position behind the value's last byte; equal to the start for an empty value, -1 for a null value. */
  valueEnd(index: number): number;
  /** The value's bytes as a view; valid in this turn of the event loop only. `null` for a tombstone. */
  value(index: number): Buffer | null;
  /** The key's bytes as a view; valid in this turn of the event loop only. */
  key(index: number): Buffer | null;
  /** The headers, in the producer's order. Views, valid in this turn of the event loop only. */
  headers(index: number): readonly RecordHeader[];

  /**
   * Writes where the key lies in {@link RecordBatch.buffer} to `ranges[at]` (start) and `ranges[at + 1]` (end); -1 twice
   * for none. Unlike {@link RecordBatch.key} it makes no object.
   */
  locateKey(index: number, ranges: Int32Array, at: number): void;
  /**
   * The same for headers: the value of the last header named `names[i]` (in bytes) goes to `ranges[at + 2 * i]` and the
   * place behind it; -1 twice where there is none, or it has no value.
   */
  locateHeaders(index: number, names: readonly Uint8Array[], ranges: Int32Array, at: number): void;

  /** Adds a hold. */
  retain(): void;
  /** Ends a hold; the bytes stop counting when the last one ends. */
  release(): void;
}
