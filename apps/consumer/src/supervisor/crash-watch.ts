import type { PartitionStats } from '../ipc/messages.js';

/** One death of a worker. */
export interface FleetDeath {
  /** Milliseconds on a clock that never goes back. */
  readonly at: number;
  readonly text: string;
  /** What it last said about its partitions. */
  readonly partitions: readonly PartitionStats[];
}

/** Numbers of {@link CrashWatch}. */
export interface CrashTimes {
  /** Deaths that make a story. @defaultValue 5 */
  readonly deaths: number;
  /** In so many milliseconds; without a death for so long, the next story can be told. @defaultValue 600000 */
  readonly windowMs: number;
}

const defaultTimes: CrashTimes = { deaths: 5, windowMs: 600_000 };

/** A story to be told once. */
export interface CrashStory {
  readonly deaths: number;
  readonly withinMs: number;
  /**
   * Where reading stood, with records to read, at each of these deaths: `orders[3] at offset 1234`. One record that ends
   * the process leaves this trace, whichever worker reads it.
   */
  readonly stuckAt: readonly string[];
}

/** Tells a run of deaths from single ones, over all workers: a partition that ends its reader moves from one to the next. */
export class CrashWatch {
  readonly #times: CrashTimes;
  #recent: FleetDeath[] = [];
  #told = false;

  constructor(times: Partial<CrashTimes> = {}) {
    this.#times = { ...defaultTimes, ...times };
  }

  /** A worker died; answers the story when there is one that has not been told. */
  died(death: FleetDeath): CrashStory | undefined {
    const { deaths, windowMs } = this.#times;
    this.#recent = [...this.#recent, death].filter(({ at }) => death.at - at < windowMs).slice(-deaths);
    if (this.#recent.length === 1) this.#told = false;
    if (this.#told || this.#recent.length < deaths) return undefined;
    this.#told = true;
    const first = this.#recent[0] as FleetDeath;
    return { deaths, withinMs: death.at - first.at, stuckAt: stuckAt(this.#recent) };
  }
}

function stuckAt(deaths: readonly FleetDeath[]): string[] {
  const counts = new Map<string, number>();
  for (const { partitions } of deaths) {
    for (const { topic, partition, settledOffset, lag } of partitions) {
      if (lag === 0 || settledOffset < 0) continue;
      const place = `${topic}[${partition}] at offset ${settledOffset}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count === deaths.length).map(([place]) => place);
}
