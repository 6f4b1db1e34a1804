import type { EventSink } from '../consumer-event.js';
import { asError } from '../errors.js';
import type { PartitionStream } from '../partition-stream.js';
import type { TopicPartition } from '../topic-partition.js';

/** An offset on its way into the group. */
export interface OffsetToCommit extends TopicPartition {
  readonly offset: number;
}

/** What the committer works on. */
export interface CommitterOptions {
  readonly intervalMs: number;
  readonly streams: () => Iterable<PartitionStream>;
  /** Sends one commit; undefined while there is no membership to commit under. */
  readonly send: (offsets: readonly OffsetToCommit[]) => Promise<void> | undefined;
  readonly onEvent: EventSink;
}

/** Commits settled offsets at a steady beat: one request for all partitions that moved, never two at once. */
export class Committer {
  readonly #options: CommitterOptions;
  #timer: NodeJS.Timeout | undefined;
  #underWay: Promise<boolean> | undefined;

  constructor(options: CommitterOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#beat(), this.#options.intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /**
   * Commits now, after a commit that is under way.
   *
   * @returns true when the broker has confirmed everything that was settled when it was called
   */
  async flush(): Promise<boolean> {
    await this.#underWay;
    return this.#beat();
  }

  #beat(): Promise<boolean> {
    this.#underWay ??= this.#commit().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #commit(): Promise<boolean> {
    const moved: { stream: PartitionStream; offset: number }[] = [];
    for (const stream of this.#options.streams()) {
      const offset = stream.offsetToCommit;
      if (offset !== undefined) moved.push({ stream, offset });
    }
    if (moved.length === 0) return true;
    try {
      const sent = this.#options.send(
        moved.map(({ stream, offset }) => ({ topic: stream.topic, partition: stream.partition, offset })),
      );
      if (sent === undefined) return false;
      await sent;
    } catch (error) {
      this.#options.onEvent({ kind: 'commit-failed', error: asError(error) });
      return false;
    }
    for (const { stream, offset } of moved) {
      stream.committed = offset;
      stream.commitNow = false;
    }
    this.#options.onEvent({ kind: 'committed', partitions: moved.length });
    return true;
  }
}
