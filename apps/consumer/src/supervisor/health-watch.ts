import type { AppErrorCode } from '../error-codes.js';
import type { WorkerStats } from '../ipc/messages.js';
import type { Log } from '../observe/log.js';
import { HangWatch } from './hang-watch.js';
import type { Place } from './place.js';
import { ResidentWatch } from './resident-watch.js';

/** Options of {@link HealthWatch}. */
export interface HealthWatchOptions {
  readonly log: Log;
  readonly places: readonly Place[];
  /** Silence allowed to a worker that builds its pipeline, in milliseconds: it does not report yet. */
  readonly startMs: number;
  /** How often it looks for workers that hang, in milliseconds. */
  readonly everyMs: number;
  /** The worker in this place is to be drained and replaced. */
  readonly onReplace: (place: Place) => void;
}

/** Looks after workers that live and are not well: they hang, or take more memory than they may. */
export class HealthWatch {
  readonly #options: HealthWatchOptions;
  readonly #hangs: HangWatch;
  readonly #residents = new Map<number, ResidentWatch>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HealthWatchOptions) {
    this.#options = options;
    this.#hangs = new HangWatch(options.everyMs);
  }

  /** Begins. */
  start(): void {
    this.#timer = setInterval(() => this.#look(), this.#options.everyMs);
  }

  /** Ends it: in a drain, the deadlines watch. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** A worker reported. */
  heard(place: Place, stats: WorkerStats): void {
    const { memory } = place.plan;
    if (memory === undefined || this.#timer === undefined) return;
    const { worker } = place;
    let watch = this.#residents.get(worker);
    if (watch === undefined) {
      watch = new ResidentWatch();
      this.#residents.set(worker, watch);
    }
    const { residentBytes } = stats.process;
    const verdict = watch.observe(residentBytes, memory.residentBytes, performance.now());
    if (verdict === undefined) return;
    const [is, may] = [mib(residentBytes), mib(memory.residentBytes)];
    const what = `worker ${worker} takes ${is} MiB of memory and may take ${may} (general.worker_memory)`;
    this.#options.log.warning(
      {
        worker,
        residentBytes,
        limitBytes: memory.residentBytes,
        code: 'WORKER_MEMORY' satisfies AppErrorCode,
      },
      verdict === 'replace'
        ? `${what}: it settles what it holds, and another takes its place`
        : `${what}, again, minutes after it was replaced: raise the limit, or lower general.memory`,
    );
    if (verdict === 'replace') this.#options.onReplace(place);
  }

  #look(): void {
    const { places, startMs } = this.#options;
    const processes = places.flatMap(({ child, plan }) =>
      child === undefined || !child.hasGreeted
        ? []
        : [{ child, heardAt: child.heardAt, silenceMs: child.hasRun ? plan.hangMs : startMs }],
    );
    for (const { child, silenceMs } of this.#hangs.look(performance.now(), processes)) {
      const seconds = Math.round(silenceMs / 100) / 10;
      child.condemn('WORKER_HANGS', `nothing was heard of it for ${seconds} s`);
    }
  }
}

function mib(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
