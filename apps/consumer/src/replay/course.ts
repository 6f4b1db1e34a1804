import type { TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import type { OffsetRange } from '@kafka-splunk/kafka-balanced-consumer/range-reader';

/** A stretch of records of one partition that was handed on. */
export interface Stretch {
  /** Offset of its first record. */
  readonly from: number;
  /** Offset behind its last one. */
  readonly to: number;
  /** Records of it without an outcome. */
  left: number;
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** How far a replay has come: one range for each partition, gone through in order. */
export class Course {
  readonly #ranges: readonly OffsetRange[];
  /** Offset that follows what was handed on. */
  readonly #reached = new Map<string, number>();
  readonly #open = new Map<string, Stretch[]>();
  #done = 0;

  constructor(ranges: readonly OffsetRange[]) {
    this.#ranges = ranges;
    for (const range of ranges) {
      this.#reached.set(keyOf(range), range.from);
      this.#open.set(keyOf(range), []);
    }
  }

  /** Offsets in all ranges. */
  get total(): number {
    return this.#ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** Offsets that are behind us. Some of them may have no record. */
  get done(): number {
    return this.#done;
  }

  /**
   * The next records of a partition are handed on: the first has the offset `from`, the last the one before `to`. What
   * lies between them and the ones before has no records. They begin earlier again where the reader had to join anew.
   */
  hand(place: TopicPartition, from: number, to: number, records: number): Stretch {
    const key = keyOf(place);
    const stretch: Stretch = { from: Math.min(from, this.#reached.get(key) ?? from), to, left: records };
    this.#open.get(key)?.push(stretch);
    this.#reached.set(key, to);
    return stretch;
  }

  /** So many records of a stretch have their outcome. */
  settle(place: TopicPartition, stretch: Stretch, records: number): void {
    stretch.left -= records;
    const open = this.#open.get(keyOf(place)) ?? [];
    while (open[0] !== undefined && open[0].left <= 0) {
      const { from, to } = open.shift() as Stretch;
      this.#done += to - from;
    }
  }

  /** What is left of the ranges: from the first record without an outcome on. */
  left(): OffsetRange[] {
    return this.#ranges.flatMap((range) => {
      const key = keyOf(range);
      const from = this.#open.get(key)?.[0]?.from ?? this.#reached.get(key) ?? range.from;
      return from < range.to ? [{ ...range, from }] : [];
    });
  }
}
