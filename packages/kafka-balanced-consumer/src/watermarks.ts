import type { PartitionOffset } from './broker/group-session.js';
import { now } from './clock.js';
import type { PartitionStream } from './partition-stream.js';
import { partitionKey, plain, type TopicPartition } from './topic-partition.js';

/** Keeps the ends of partitions known that are not fetched: the lag of a paused partition must not freeze. */
export class Watermarks {
  readonly #streams: () => Iterable<PartitionStream>;
  readonly #ask: (partitions: readonly TopicPartition[]) => Promise<readonly PartitionOffset[]> | undefined;
  readonly #maxAgeMs: number;
  #asking = false;

  /** @param maxAgeMs - after so long without a fetch the end of a partition is asked for */
  constructor(
    streams: () => Iterable<PartitionStream>,
    ask: (partitions: readonly TopicPartition[]) => Promise<readonly PartitionOffset[]> | undefined,
    maxAgeMs: number,
  ) {
    this.#maxAgeMs = maxAgeMs;
    this.#streams = streams;
    this.#ask = ask;
  }

  /** Asks for what is old; call once a second. */
  refresh(): void {
    const at = now();
    const old = [...this.#streams()].filter((stream) => at - stream.watermarkAt >= this.#maxAgeMs);
    if (old.length === 0 || this.#asking) return;
    const answer = this.#ask(old.map(plain));
    if (answer === undefined) return;
    this.#asking = true;
    answer
      .then((ends) => {
        const byKey = new Map(ends.map((end) => [partitionKey(end), end.offset]));
        for (const stream of old) {
          stream.watermarkAt = at;
          const end = byKey.get(partitionKey(stream));
          if (end === undefined) continue;
          stream.highWatermark = end;
          stream.confirmedEnd = { offset: end, at };
        }
      })
      // A broker that does not answer shows elsewhere; the number stays the last one known.
      .catch(() => {})
      .finally(() => {
        this.#asking = false;
      });
  }
}
