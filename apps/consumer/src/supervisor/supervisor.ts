import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import { ipcProtocol } from '../ipc/messages.js';
import type { FleetEvents } from '../observe/fleet-events.js';
import type { Log } from '../observe/log.js';
import { Child, type ChildExit } from './child.js';
import { type DrainTimes, drainInTwoPhases } from './drain.js';
import { tellDrain } from './drain-report.js';
import {
  afterDeath,
  type DeathRecord,
  defaultRestartTimes,
  isCrashLoop,
  noDeaths,
  type RestartTimes,
} from './restart-policy.js';

/** Times of the supervisor, in milliseconds. */
export interface SupervisorTimes {
  /** For a new worker's first word. @defaultValue 30000 */
  readonly helloMs: number;
  /** See {@link DrainTimes}. @defaultValue 500 */
  readonly graceMs: number;
  /** See {@link DrainTimes}. @defaultValue 3000 */
  readonly leaveMs: number;
  readonly restart: RestartTimes;
}

/**
 * With the default deadline of 25 s a stop takes 28.5 s at the very most: inside the 30 s that Kubernetes gives
 * before it kills.
 */
const defaultTimes: SupervisorTimes = {
  helloMs: 30_000,
  graceMs: 500,
  leaveMs: 3000,
  restart: defaultRestartTimes,
};

/** Options of {@link Supervisor}. */
export interface SupervisorOptions {
  /** The config file's text, handed to every worker. */
  readonly configText: string;
  readonly file: string;
  /** Number of workers to keep alive. */
  readonly workers: number;
  readonly drainDeadlineMs: number;
  readonly log: Log;
  /** Hears what happens to the workers. */
  readonly observer: FleetEvents;
  /** Path of the built file that is forked for each worker. */
  readonly workerEntry: string;
  readonly times?: Partial<SupervisorTimes>;
}

/** A worker's place: the process in it changes, what is remembered about its deaths stays. */
interface Slot {
  readonly worker: number;
  child: Child | undefined;
  timer: NodeJS.Timeout | undefined;
  deaths: DeathRecord;
  ranSince: number | undefined;
  everRan: boolean;
}

/** Keeps the workers alive, and ends them together. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #times: SupervisorTimes;
  readonly #log: Log;
  readonly #slots: readonly Slot[];
  readonly #atOnce = new AbortController();
  readonly #ending: Promise<ExitCode>;
  #end: (code: ExitCode) => void = () => undefined;
  #stopping = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    this.#log = options.log;
    this.#slots = Array.from({ length: options.workers }, (_, worker) => ({
      worker,
      child: undefined,
      timer: undefined,
      deaths: noDeaths,
      ranSince: undefined,
      everRan: false,
    }));
    this.#ending = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Starts the workers; resolves with the exit code when every process is gone. Call it once. */
  async run(): Promise<ExitCode> {
    for (const slot of this.#slots) this.#spawn(slot);
    const code = await this.#ending;
    const drained = await this.#drain();
    return code === exitCodes.done ? drained : code;
  }

  /** Drains and ends. */
  stop(): void {
    this.#stop(exitCodes.done);
  }

  /** Kills the workers in the middle of the drain. What they had not settled will be delivered again. */
  endAtOnce(): void {
    this.#stop(exitCodes.done);
    this.#atOnce.abort();
  }

  #stop(code: ExitCode): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#options.observer.draining();
    for (const slot of this.#slots) clearTimeout(slot.timer);
    this.#end(code);
  }

  #spawn(slot: Slot): void {
    slot.ranSince = undefined;
    const child = new Child({
      entry: this.#options.workerEntry,
      start: {
        type: 'start',
        protocol: ipcProtocol,
        configText: this.#options.configText,
        file: this.#options.file,
        worker: slot.worker,
        workers: this.#options.workers,
      },
      log: this.#log,
      helloMs: this.#times.helloMs,
      onRunning: () => {
        slot.ranSince = performance.now();
        slot.everRan = true;
        this.#log.info({ worker: slot.worker, workerPid: child.pid }, 'worker runs');
      },
      onStats: (stats) => this.#options.observer.heard(slot.worker, stats),
    });
    slot.child = child;
    this.#options.observer.spawned(slot.worker, child.pid);
    this.#log.debug({ worker: slot.worker, workerPid: child.pid }, 'worker started');
    void child.exited.then((exit) => this.#onExit(slot, child, exit));
  }

  #onExit(slot: Slot, child: Child, exit: ChildExit): void {
    this.#options.observer.gone(slot.worker);
    // In the drain every end is expected, and told by it.
    if (this.#stopping) return;
    slot.child = undefined;
    const fields = {
      worker: slot.worker,
      workerPid: child.pid,
      code: exit.code,
      signal: exit.signal,
      fatal: exit.fatal,
    };
    // Once it has run with this config, the same complaint (a token file that is being replaced) may pass: try again.
    if (exit.code === exitCodes.usage && !slot.everRan) {
      this.#log.critical(
        fields,
        `worker ${slot.worker} cannot start with this config: ${exit.fatal?.message ?? exit.text}`,
      );
      this.#stop(exitCodes.usage);
      return;
    }
    const restart = this.#times.restart;
    const { record, waitMs } = afterDeath(
      slot.deaths,
      { at: performance.now(), ranSince: slot.ranSince },
      restart,
    );
    slot.deaths = record;
    if (
      isCrashLoop(
        this.#slots.map(({ deaths }) => deaths),
        restart,
      )
    ) {
      this.#log.critical(
        fields,
        `crash loop: every worker died ${restart.loopDeaths} times before it got to run; the last one: ${exit.text}`,
      );
      this.#stop(exitCodes.crashLoop);
      return;
    }
    this.#log.error(
      { ...fields, waitMs },
      `worker ${slot.worker} died (${exit.text}); a new one starts in ${waitMs} ms`,
    );
    this.#options.observer.died(slot.worker, { text: exit.text, restartsInMs: waitMs });
    slot.timer = setTimeout(() => this.#spawn(slot), waitMs);
  }

  async #drain(): Promise<ExitCode> {
    const { drainDeadlineMs: deadlineMs } = this.#options;
    const children = this.#slots.map(({ child }) => child).filter((child) => child !== undefined);
    this.#log.info({ deadlineMs, workers: children.length }, `draining, ${deadlineMs / 1000} s at the most`);
    const times: DrainTimes = { deadlineMs, graceMs: this.#times.graceMs, leaveMs: this.#times.leaveMs };
    const results = await drainInTwoPhases(children, times, this.#atOnce.signal);
    return tellDrain(
      results.map((result) => ({
        ...result,
        stats: children.find(({ worker }) => worker === result.worker)?.stats,
      })),
      this.#log,
    );
  }
}
