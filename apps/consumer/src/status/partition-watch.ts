import type { PartitionStats } from '../ipc/messages.js';
import type { PartitionMoment } from './fleet-snapshot.js';

interface Watched {
  worker: number;
  stats: PartitionStats;
  ownedAt: number;
  movedAt: number | undefined;
  pausedSince: number | undefined;
}

/** Follows each partition: who has it, when it last moved, since when it is paused. */
export class PartitionWatch {
  readonly #partitions = new Map<string, Watched>();

  /**
   * A worker told where its partitions stand.
   *
   * @param at - milliseconds on a clock that never goes back
   * @param now - milliseconds since the epoch
   */
  heard(worker: number, partitions: readonly PartitionStats[], at: number, now: number): void {
    const told = new Set<string>();
    for (const stats of partitions) {
      const key = keyOf(stats);
      told.add(key);
      this.#partitions.set(key, follow(this.#partitions.get(key), worker, stats, at, now));
    }
    this.#forget(worker, (key) => !told.has(key));
  }

  /** The worker is gone, and nobody has its partitions now. */
  gone(worker: number): void {
    this.#forget(worker, () => true);
  }

  /** By topic and number. */
  moments(at: number): PartitionMoment[] {
    return [...this.#partitions.values()]
      .map(({ worker, stats, ownedAt, movedAt, pausedSince }) => ({
        worker,
        stats,
        movedAgoMs: movedAt === undefined ? undefined : at - movedAt,
        ownedForMs: at - ownedAt,
        pausedSince,
      }))
      .sort((one, other) => byTopic(one.stats, other.stats));
  }

  #forget(worker: number, which: (key: string) => boolean): void {
    for (const [key, watched] of this.#partitions) {
      if (watched.worker === worker && which(key)) this.#partitions.delete(key);
    }
  }
}

function follow(
  before: Watched | undefined,
  worker: number,
  stats: PartitionStats,
  at: number,
  now: number,
): Watched {
  const paused = stats.pauseCause !== undefined;
  if (before === undefined || before.worker !== worker) {
    return { worker, stats, ownedAt: at, movedAt: undefined, pausedSince: paused ? now : undefined };
  }
  const samePause = stats.pauseCause === before.stats.pauseCause;
  return {
    worker,
    stats,
    ownedAt: before.ownedAt,
    movedAt: stats.settledOffset > before.stats.settledOffset ? at : before.movedAt,
    pausedSince: paused ? (samePause ? before.pausedSince : now) : undefined,
  };
}

function keyOf({ topic, partition }: PartitionStats): string {
  return `${topic}/${partition}`;
}

function byTopic(one: PartitionStats, other: PartitionStats): number {
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.partition - other.partition;
}
