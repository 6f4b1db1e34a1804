import type { AppErrorCode } from '../error-codes.js';
import type { Log } from '../observe/log.js';
import type { Child } from './child.js';
import type { ChildExit } from './child-exit.js';
import type { DeadMembers } from './dead-members.js';
import type { FleetPlan } from './fleet-plan.js';
import type { Place } from './place.js';
import { type RetireTimes, retire } from './retire.js';
import { within } from './within.js';

/** Options of {@link Roller}. */
export interface RollerOptions {
  readonly log: Log;
  /** The plan that the places work by now. */
  readonly plan: FleetPlan;
  /** The places, by number; the roller adds and removes some where the number of workers changes. */
  readonly places: Place[];
  readonly newPlace: (worker: number) => Place;
  readonly deadMembers: DeadMembers;
  readonly times: Omit<RetireTimes, 'deadlineMs'> & {
    /** For a successor to be where its predecessor was: in the group. */
    readonly joinMs: number;
  };
  /** A new plan is in force everywhere. */
  readonly onDone: (plan: FleetPlan) => void;
  /** A new plan is taken back; this is the one before it, to which all go back. */
  readonly onUndone: (plan: FleetPlan) => void;
}

/**
 * Brings the places to another plan, one after the other: a worker drains and ends, its successor starts by the new plan
 * and joins, then comes the next. It goes by what is to be and not by a list of steps, so that it can be told of another
 * plan at any time. A successor that cannot start takes everything back to the plan before.
 */
export class Roller {
  readonly #options: RollerOptions;
  /** The last plan that was in force everywhere. */
  #good: FleetPlan;
  #target: FleetPlan;
  #rolling = false;
  #stopped = false;
  #done = { replaced: 0, added: 0, removed: 0 };
  #startedAt = 0;
  /** Whether the group can be reached, as far as the workers have shown since the roll began. */
  #joinable = false;
  #retiring: Child | undefined;
  #candidate: Child | undefined;
  #failed: ChildExit | undefined;
  readonly #wanted = new Set<Place>();
  #hurry = new AbortController();
  #underWay: Promise<void> = Promise.resolve();

  constructor(options: RollerOptions) {
    this.#options = options;
    this.#good = options.plan;
    this.#target = options.plan;
  }

  /** The plan that new processes are to work by. */
  get target(): FleetPlan {
    return this.#target;
  }

  /** Brings every place to this plan; one that was under way is dropped for it. */
  to(plan: FleetPlan): void {
    this.#target = plan;
    this.#hurry.abort();
    this.#begin();
  }

  /** Replaces the worker in one place by another one by the same plan. */
  replace(place: Place): void {
    this.#wanted.add(place);
    this.#begin();
  }

  /** Starts and ends nothing any more; resolves when what was under way is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#hurry.abort();
    await this.#underWay;
  }

  /** Whether the end of this process is the roller's business. */
  takes(child: Child, exit: ChildExit): boolean {
    if (child === this.#retiring) return true;
    if (child !== this.#candidate || this.#target === this.#good) return false;
    this.#failed = exit;
    return true;
  }

  #begin(): void {
    if (this.#rolling || this.#stopped) return;
    this.#rolling = true;
    this.#startedAt = performance.now();
    this.#done = { replaced: 0, added: 0, removed: 0 };
    this.#joinable = false;
    this.#underWay = this.#roll();
  }

  async #roll(): Promise<void> {
    while (!this.#stopped) {
      this.#hurry = new AbortController();
      const step = this.#nextStep();
      if (step === undefined) break;
      await step();
    }
    this.#rolling = false;
    if (this.#stopped || this.#target === this.#good) return;
    this.#good = this.#target;
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    const { replaced, added, removed } = this.#done;
    const words = [
      `${replaced} workers replaced`,
      ...(added > 0 ? [`${added} added`] : []),
      ...(removed > 0 ? [`${removed} removed`] : []),
    ];
    this.#options.log.info(
      { workers: this.#good.workers, ...this.#done },
      `the new config is in force: ${words.join(', ')}, in ${seconds} s`,
    );
    this.#options.onDone(this.#good);
  }

  #nextStep(): (() => Promise<void>) | undefined {
    const { places } = this.#options;
    const { workers } = this.#target;
    const stale = places
      .slice(0, workers)
      .find((place) => place.plan !== this.#target || this.#wanted.has(place));
    if (stale !== undefined) return () => this.#replace(stale);
    if (places.length > workers) return () => this.#remove();
    if (places.length < workers) return () => this.#add();
    return undefined;
  }

  async #replace(place: Place): Promise<void> {
    const plan = this.#target;
    this.#wanted.delete(place);
    this.#joinable ||= this.#options.places.some(({ isMember }) => isMember);
    const { leaveFor } = place.plan;
    const keptPlace = await this.#retire(place, true);
    if (keptPlace !== undefined && leaveFor !== undefined) {
      // Without a successor there is nobody to wait for.
      this.#options.deadMembers.add({ worker: place.worker, memberId: keptPlace, leaveFor }, this.#stopped);
    }
    if (this.#stopped) return;
    place.start(plan);
    this.#done.replaced += 1;
    await this.#prove(place);
  }

  /** Waits until a successor is where its predecessor was, or has failed. */
  async #prove(place: Place): Promise<void> {
    const { log, times } = this.#options;
    const child = place.child as Child;
    const plan = this.#target;
    const { worker } = place;
    this.#candidate = child;
    const proof = await within(
      times.joinMs,
      Promise.race([
        // `takes` hears of the end before this does: the place began to listen first.
        child
          .reports(({ consumerState }) => !this.#joinable || consumerState === 'running')
          .then((reported) => (reported ? 'joined' : child.exited.then(() => 'ended'))),
        this.#called(),
      ]),
    );
    const failed = this.#failed;
    this.#candidate = undefined;
    this.#failed = undefined;
    if (this.#stopped) return;
    if (failed !== undefined) {
      this.#undo(
        worker,
        plan,
        `worker ${worker} cannot start with it: ${failed.fatal?.message ?? failed.text}`,
      );
      // A place that the refused plan alone had is not filled again: what ended there would end there once more, and
      // by then the plan is the good one, so that nobody would take it back. The next steps remove it.
      if (worker >= this.#target.workers) return;
      // Nobody else starts the next one: the end of this process was the roller's business.
      place.start(this.#target);
      await this.#prove(place);
    } else if (proof === undefined && plan !== this.#good) {
      const seconds = Math.round(times.joinMs / 1000);
      this.#undo(worker, plan, `worker ${worker} did not get into the group within ${seconds} s`);
    } else if (proof === 'joined') {
      log.info({ worker }, `worker ${worker} is replaced`);
    }
  }

  #undo(worker: number, plan: FleetPlan, reason: string): void {
    if (this.#target === plan) {
      const words = `the new config is taken back, the one before stays in force: ${reason}`;
      this.#options.log.error({ worker, code: 'RELOAD_UNDONE' satisfies AppErrorCode }, words);
      this.#target = this.#good;
      this.#options.onUndone(this.#good);
    } else {
      this.#options.log.warning({ worker }, `the config that was replaced meanwhile did not work: ${reason}`);
    }
  }

  async #remove(): Promise<void> {
    const { places } = this.#options;
    const place = places.at(-1) as Place;
    await this.#retire(place, false);
    if (this.#stopped) return;
    places.pop();
    this.#done.removed += 1;
  }

  async #add(): Promise<void> {
    const { places, newPlace } = this.#options;
    const place = newPlace(places.length);
    places.push(place);
    place.start(this.#target);
    this.#done.added += 1;
    await this.#prove(place);
  }

  /** Ends the process in a place, where there is one; answers the member id that it leaves behind. */
  async #retire(place: Place, keepPlace: boolean): Promise<string | undefined> {
    const { log, deadMembers, times } = this.#options;
    const { child } = place;
    place.end('replacing');
    if (child === undefined) return undefined;
    this.#retiring = child;
    // Where the group did not let a dead one be taken out, a successor would wait for its session to be over.
    const keeps = keepPlace && deadMembers.works && place.plan.leaveFor !== undefined;
    const { unsettled, keptPlace } = await retire(child, keeps, {
      ...times,
      deadlineMs: this.#target.drainDeadlineMs,
    });
    this.#retiring = undefined;
    if (unsettled !== 0 && child.hasRun) {
      log.warning(
        { worker: place.worker, unsettled },
        `worker ${place.worker} was replaced with ${unsettled ?? 'an unknown number of'} records unsettled: they are read again, and Splunk may get some of them twice`,
      );
    }
    return keptPlace;
  }

  /** Resolves when another plan comes, or the end. */
  #called(): Promise<'called'> {
    const { signal } = this.#hurry;
    return new Promise((resolve) => {
      if (signal.aborted) resolve('called');
      else signal.addEventListener('abort', () => resolve('called'));
    });
  }
}
