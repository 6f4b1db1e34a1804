import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { AppErrorCode } from '../error-codes.js';
import type { WorkerStats } from '../ipc/messages.js';
import type { FleetEvents } from '../observe/fleet-events.js';
import type { Log } from '../observe/log.js';
import type { Child } from './child.js';
import type { ChildExit } from './child-exit.js';
import { CrashWatch } from './crash-watch.js';
import { DeadMembers } from './dead-members.js';
import { type DrainTimes, drainInTwoPhases } from './drain.js';
import { tellDrain } from './drain-report.js';
import type { FleetPlan } from './fleet-plan.js';
import { HealthWatch } from './health-watch.js';
import { Place } from './place.js';
import type { PlaceView } from './place-view.js';
import { defaultRestartTimes, isCrashLoop, type RestartTimes } from './restart-policy.js';
import { Roller } from './roller.js';

/** Times of the supervisor, in milliseconds. */
export interface SupervisorTimes {
  /** For a new worker's first word. @defaultValue 30000 */
  readonly helloMs: number;
  /** For a new worker to build its pipeline. @defaultValue 60000 */
  readonly startMs: number;
  /** How often workers that hang are looked for. @defaultValue 1000 */
  readonly lookMs: number;
  /** See {@link DrainTimes}. @defaultValue 500 */
  readonly graceMs: number;
  /** See {@link DrainTimes}. @defaultValue 3000 */
  readonly leaveMs: number;
  readonly restart: RestartTimes;
  /** For a successor to get into the group, in a reload. @defaultValue 60000 */
  readonly joinMs: number;
  /** See {@link RetireTimes}. @defaultValue 5000 */
  readonly stillMs: number;
}

/**
 * With the default deadline of 25 s a stop takes 28.5 s at the very most: inside the 30 s that Kubernetes gives
 * before it kills.
 */
const defaultTimes: SupervisorTimes = {
  helloMs: 30_000,
  startMs: 60_000,
  lookMs: 1000,
  graceMs: 500,
  leaveMs: 3000,
  restart: defaultRestartTimes,
  joinMs: 60_000,
  stillMs: 5000,
};

/** At the end, for members that are being taken out of the group, in milliseconds. */
const lastRemovalsMs = 1000;

/** Options of {@link Supervisor}. */
export interface SupervisorOptions {
  readonly plan: FleetPlan;
  /** Path of the config file, for messages and for paths relative to it. */
  readonly file: string;
  readonly log: Log;
  /** Hears what happens to the workers. */
  readonly observer: FleetEvents;
  /** Path of the built file that is forked for each worker. */
  readonly workerEntry: string;
  /** A plan given to {@link Supervisor.reload} is taken back; hears the one that stays in force. */
  readonly onUndone?: (plan: FleetPlan) => void;
  readonly times?: Partial<SupervisorTimes>;
}

/** What the supervisor knows. Plain data. */
export interface FleetView {
  /** By number. */
  readonly workers: readonly PlaceView[];
  /** When a changed config was last put in force, milliseconds since the epoch. */
  readonly reloadedAt: number | undefined;
}

/** Keeps the workers alive, and ends them together. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #times: SupervisorTimes;
  readonly #log: Log;
  readonly #places: Place[];
  readonly #deadMembers: DeadMembers;
  readonly #roller: Roller;
  readonly #health: HealthWatch;
  readonly #crashes = new CrashWatch();
  readonly #announced = new WeakSet<Child>();
  readonly #atOnce = new AbortController();
  readonly #ending: Promise<ExitCode>;
  #end: (code: ExitCode) => void = () => undefined;
  #stopping = false;
  /** Somebody asked for another plan: from then on a config that a worker minds is the roller's business. */
  #reloaded = false;
  /** Something was settled since the program's start: from then on no number of deaths ends it. */
  #progressed = false;
  #reloadedAt: number | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#times = { ...defaultTimes, ...options.times };
    this.#log = options.log;
    this.#deadMembers = new DeadMembers(options.log);
    this.#places = Array.from({ length: options.plan.workers }, (_, worker) => this.#place(worker));
    this.#roller = new Roller({
      log: options.log,
      plan: options.plan,
      places: this.#places,
      newPlace: (worker) => this.#place(worker),
      deadMembers: this.#deadMembers,
      times: this.#times,
      onDone: () => {
        this.#reloadedAt = Date.now();
      },
      onUndone: (plan) => options.onUndone?.(plan),
    });
    this.#health = new HealthWatch({
      log: options.log,
      places: this.#places,
      startMs: this.#times.startMs,
      everyMs: this.#times.lookMs,
      onReplace: (place) => this.#roller.replace(place),
    });
    this.#ending = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Starts the workers; resolves with the exit code when every process is gone. Call it once. */
  async run(): Promise<ExitCode> {
    for (const place of this.#places) place.start(this.#options.plan);
    this.#health.start();
    const code = await this.#ending;
    const drained = await this.#drain();
    await this.#roller.stop();
    await this.#deadMembers.close(this.#atOnce.signal.aborted ? 0 : lastRemovalsMs);
    return code === exitCodes.done ? drained : code;
  }

  /** Brings the workers to another plan, one after the other, without a stop. */
  reload(plan: FleetPlan): void {
    if (this.#stopping) return;
    this.#reloaded = true;
    this.#roller.to(plan);
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

  /** Where the places of the workers stand. */
  view(): FleetView {
    return { workers: this.#places.map((place) => place.view()), reloadedAt: this.#reloadedAt };
  }

  #stop(code: ExitCode): void {
    if (this.#stopping) return;
    this.#stopping = true;
    void this.#roller.stop();
    this.#health.stop();
    for (const place of this.#places) place.end('draining');
    this.#end(code);
  }

  #place(worker: number): Place {
    const { workerEntry: entry, file, log, observer } = this.#options;
    return new Place(worker, this.#options.plan, {
      entry,
      file,
      log,
      helloMs: this.#times.helloMs,
      restart: this.#times.restart,
      onStats: (place, stats) => {
        observer.heard(place.worker, stats);
        this.#progressed ||= hasSettled(stats);
        this.#health.heard(place, stats);
        this.#announceJoin(place, stats);
      },
      onExit: (place, child, exit) => this.#onExit(place, child, exit),
    });
  }

  #onExit(place: Place, child: Child, exit: ChildExit): void {
    const { worker } = place;
    this.#options.observer.gone(worker);
    // In the drain every end is expected, and told by it; so it is in a reload.
    if (this.#stopping || this.#roller.takes(child, exit)) return;
    const { code, signal, fatal, text } = exit;
    const fields = { worker, workerPid: child.pid, code, signal, fatal };
    // Once it has run with this config, the same complaint (a token file that is being replaced) may pass: try again. And
    // a place that a reload added never ends the others, which work.
    if (code === exitCodes.usage && !place.everRan && !this.#reloaded) {
      this.#log.critical(fields, `worker ${worker} cannot start with this config: ${fatal?.message ?? text}`);
      this.#stop(exitCodes.usage);
      return;
    }
    const { waitMs, tell } = place.died(exit);
    if (!this.#progressed && this.#isCrashLoop()) {
      const { loopDeaths } = this.#times.restart;
      this.#log.critical(
        fields,
        `crash loop: every worker died ${loopDeaths} times soon after its start, and nothing was delivered yet; the last one: ${text}`,
      );
      this.#stop(exitCodes.crashLoop);
      return;
    }
    this.#log[tell ? 'error' : 'debug'](
      { ...fields, waitMs },
      `worker ${worker} died (${text}); a new one starts in ${waitMs} ms`,
    );
    this.#tellStory(child, text);
    place.startIn(waitMs);
    this.#giveUp(place, child);
  }

  /** Once for each process, when it begins its first join: what the others report all the time says nothing new. */
  #announceJoin({ child }: Place, { consumerState }: WorkerStats): void {
    if (child === undefined || this.#announced.has(child)) return;
    if (consumerState !== 'joining' && consumerState !== 'running') return;
    this.#announced.add(child);
    this.#deadMembers.joining();
  }

  /** Says once that deaths are no accident any more. */
  #tellStory(child: Child, text: string): void {
    const story = this.#crashes.died({
      at: performance.now(),
      text,
      partitions: child.stats?.partitions ?? [],
    });
    if (story === undefined) return;
    const { deaths, withinMs, stuckAt } = story;
    const trace =
      stuckAt.length === 0 ? '' : `; each time reading stood at ${stuckAt.slice(0, 3).join(', ')}`;
    this.#log.critical(
      { code: 'WORKER_CRASHES' satisfies AppErrorCode, ...story },
      `workers died ${deaths} times within ${Math.round(withinMs / 1000)} s, the last one: ${text}${trace}. ` +
        'New ones are started again and again, at most every 30 s each; this is said once',
    );
  }

  /** Has the member of a dead process leave the group. */
  #giveUp(place: Place, child: Child): void {
    const memberId = child.stats?.memberId;
    const { leaveFor } = place.plan;
    if (memberId === undefined || leaveFor === undefined) return;
    const others = this.#places.some((other) => other !== place && other.isMember);
    this.#deadMembers.add({ worker: place.worker, memberId, leaveFor }, others);
  }

  #isCrashLoop(): boolean {
    return isCrashLoop(
      this.#places.map(({ deaths }) => deaths),
      this.#times.restart,
    );
  }

  async #drain(): Promise<ExitCode> {
    const { drainDeadlineMs: deadlineMs } = this.#roller.target;
    const children = this.#places.map(({ child }) => child).filter((child) => child !== undefined);
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

function hasSettled({ deliveredEvents, deadLettered, skipped }: WorkerStats): boolean {
  return deliveredEvents + deadLettered + skipped.tombstones + skipped.empty > 0;
}
