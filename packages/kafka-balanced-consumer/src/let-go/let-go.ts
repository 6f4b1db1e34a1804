import type { EventSink } from '../consumer-event.js';
import { ConsumerError } from '../errors.js';
import type { OwnedPartitions } from '../owned-partitions.js';
import type { PartitionStream } from '../partition-stream.js';
import { ColumnBatch } from '../records/column-batch.js';
import { plain, type TopicPartition } from '../topic-partition.js';
import { joined, type LetGoRange, type RecordsOf, rangeOf } from './let-go-range.js';

/** What letting go works with. */
export interface LetGoParts {
  readonly owned: OwnedPartitions;
  readonly onEvent: EventSink;
  /** Records were settled or let go, or are to be read again: somebody may have been waiting for that. */
  readonly onChange: () => void;
  /** Fetches go on at a partition's place from now on. */
  readonly seek: (stream: PartitionStream) => void;
}

/** Records in flight whose bytes are not held: let go by the caller, settled by offset, or read again. */
export class LetGo {
  readonly #parts: LetGoParts;

  constructor(parts: LetGoParts) {
    this.#parts = parts;
  }

  /** See `BalancedConsumer.letGo`. */
  letGo(records: Iterable<RecordsOf>): LetGoRange[] {
    const ranges: LetGoRange[] = [];
    for (const each of records) {
      if (each.from >= each.to) continue;
      const batch = ownBatch(each.batch);
      this.#parts.owned.ownerOf(batch)?.letGo(batch, each.from, each.to);
      const range = rangeOf(each);
      const last = ranges.at(-1);
      const both = last && joined(last, range);
      if (both === undefined) ranges.push(range);
      else ranges[ranges.length - 1] = both;
    }
    this.#parts.onChange();
    return ranges;
  }

  /** See `BalancedConsumer.settleRange`. */
  settle(range: LetGoRange): void {
    const stream = this.#ownerOf(range);
    if (stream === undefined) this.#dropped(range, range.records);
    else if (stream.ledger.settleLetGo(range.from, range.to) > 0) this.#parts.onChange();
  }

  /** See `BalancedConsumer.readAgain`. */
  readAgain(range: LetGoRange): void {
    const stream = this.#ownerOf(range);
    if (stream === undefined) {
      this.#dropped(range, range.records);
      return;
    }
    const place = stream.place;
    stream.rereads.add(range);
    if (stream.place !== place) this.#parts.seek(stream);
    this.#parts.onChange();
  }

  #ownerOf(range: LetGoRange): PartitionStream | undefined {
    const stream = this.#parts.owned.get(range);
    return stream?.generation === range.generation ? stream : undefined;
  }

  #dropped(partition: TopicPartition, records: number): void {
    this.#parts.onEvent({ kind: 'outcome-dropped', partition: plain(partition), records });
  }
}

/**
 * A batch that this package made.
 *
 * @throws ConsumerError `KBC_FOREIGN_BATCH`
 */
export function ownBatch(batch: unknown): ColumnBatch {
  if (batch instanceof ColumnBatch) return batch;
  throw new ConsumerError(
    'KBC_FOREIGN_BATCH',
    'settle and letGo take the batches that onRecords was given, no others',
  );
}
