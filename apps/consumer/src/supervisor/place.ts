import { ipcProtocol, type WorkerStats } from '../ipc/messages.js';
import type { Log } from '../observe/log.js';
import { Child } from './child.js';
import { type ChildExit, isCrash } from './child-exit.js';
import type { FleetPlan } from './fleet-plan.js';
import type { PlaceView, WorkerDeath } from './place-view.js';
import { afterDeath, type DeathRecord, isWorthALine, noDeaths, type RestartTimes } from './restart-policy.js';

/** What a place is given, and whom it tells. */
export interface PlaceOptions {
  /** Path of the built file that is forked. */
  readonly entry: string;
  /** Path of the config file. */
  readonly file: string;
  readonly log: Log;
  /** For a new worker's first word, in milliseconds. */
  readonly helloMs: number;
  readonly restart: RestartTimes;
  readonly onStats: (place: Place, stats: WorkerStats) => void;
  /** The process is gone, for whatever reason. */
  readonly onExit: (place: Place, child: Child, exit: ChildExit) => void;
}

/** A worker's place: the process in it changes, what is remembered about its deaths stays. */
export class Place {
  /** Number of the worker, from 0. */
  readonly worker: number;
  readonly #options: PlaceOptions;
  #plan: FleetPlan;
  #child: Child | undefined;
  #timer: NodeJS.Timeout | undefined;
  #deaths: DeathRecord = noDeaths;
  #ranSince: number | undefined;
  #everRan = false;
  #restarts = 0;
  #lastDeath: WorkerDeath | undefined;
  #restartsAt: number | undefined;
  #state: PlaceView['state'] = 'starting';
  #since = Date.now();
  #heardAt: number | undefined;

  constructor(worker: number, plan: FleetPlan, options: PlaceOptions) {
    this.worker = worker;
    this.#plan = plan;
    this.#options = options;
  }

  /** The plan that the process in it, or the next one, works by. */
  get plan(): FleetPlan {
    return this.#plan;
  }

  /** The process in it; undefined between two. */
  get child(): Child | undefined {
    return this.#child;
  }

  /** What is remembered about its deaths. */
  get deaths(): DeathRecord {
    return this.#deaths;
  }

  /** Whether any process in it ever got to run. */
  get everRan(): boolean {
    return this.#everRan;
  }

  /** Whether its process is a member of the group that takes over what others leave. */
  get isMember(): boolean {
    const stats = this.#child?.stats;
    const { consumerState, memberId } = stats ?? {};
    return memberId !== undefined && (consumerState === 'running' || consumerState === 'joining');
  }

  /** Starts a process by this plan. There must be none. */
  start(plan: FleetPlan): void {
    const { entry, file, log, helloMs, onStats, onExit } = this.#options;
    clearTimeout(this.#timer);
    this.#plan = plan;
    this.#ranSince = undefined;
    this.#restartsAt = undefined;
    this.#heardAt = undefined;
    this.#enter('starting');
    const child = new Child({
      entry,
      start: {
        type: 'start',
        protocol: ipcProtocol,
        configText: plan.configText,
        file,
        worker: this.worker,
        workers: plan.workers,
      },
      log,
      heapMib: plan.memory?.heapMib,
      helloMs,
      onRunning: () => {
        this.#ranSince = performance.now();
        this.#everRan = true;
        if (this.#state === 'starting') this.#enter('running');
        log.info({ worker: this.worker, workerPid: child.pid }, 'worker runs');
      },
      onStats: (stats) => {
        this.#heardAt = Date.now();
        onStats(this, stats);
      },
    });
    this.#child = child;
    log.debug({ worker: this.worker, workerPid: child.pid }, 'worker started');
    void child.exited.then((exit) => {
      if (this.#child === child) this.#child = undefined;
      onExit(this, child, exit);
    });
  }

  /** Its process is to end: to be replaced, or with the program. None is started any more unless one is asked for. */
  end(state: 'replacing' | 'draining'): void {
    clearTimeout(this.#timer);
    this.#restartsAt = undefined;
    this.#enter(state);
  }

  /** Its process died: notes that; answers the wait before the next one, in milliseconds, and whether to tell it. */
  died(exit: ChildExit): { readonly waitMs: number; readonly tell: boolean } {
    const death = { at: performance.now(), ranSince: this.#ranSince, crashed: isCrash(exit) };
    const { record, waitMs } = afterDeath(this.#deaths, death, this.#options.restart);
    this.#deaths = record;
    const tell = isWorthALine(record, this.#lastDeath?.text === exit.text);
    this.#restarts += 1;
    this.#lastDeath = { at: Date.now(), text: exit.text, code: exit.fatal?.code };
    return { waitMs, tell };
  }

  /** Starts a process by its plan after a while. */
  startIn(waitMs: number): void {
    this.#restartsAt = Date.now() + waitMs;
    this.#enter('restarting');
    this.#timer = setTimeout(() => this.start(this.#plan), waitMs);
  }

  /** What is known about it. Plain data. */
  view(): PlaceView {
    return {
      worker: this.worker,
      pid: this.#child?.pid,
      state: this.#state,
      since: this.#since,
      restarts: this.#restarts,
      lastDeath: this.#lastDeath,
      restartsAt: this.#restartsAt,
      heardAt: this.#heardAt,
    };
  }

  #enter(state: PlaceView['state']): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = Date.now();
  }
}
