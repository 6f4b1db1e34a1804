import type { Log } from '../observe/log.js';
import { within } from './within.js';

/** A worker whose process is gone, as the group still knows it. */
export interface DeadMember {
  readonly worker: number;
  /** Id under which the group knows it. */
  readonly memberId: string;
  /** Takes it out of the group; false where the group does not know it. */
  readonly leaveFor: (memberId: string) => Promise<boolean>;
}

/** Times of {@link DeadMembers}, in milliseconds. */
export interface DeadMemberTimes {
  /**
   * For another worker to begin its join, before a member is taken out that was the last one: less than a session.
   *
   * @defaultValue 8000
   */
  readonly patienceMs: number;
  /** From a worker's word that it joins to the moment when the broker has surely seen it. @defaultValue 100 */
  readonly joinMs: number;
}

const defaultTimes: DeadMemberTimes = { patienceMs: 8000, joinMs: 100 };

/**
 * Takes the members of dead workers out of their group, so that the others get their partitions at once and not after
 * a session timeout.
 *
 * When the dead one was the only member, it waits for the next one to join: a group that has become empty makes the
 * first who comes wait for `group.initial.rebalance.delay.ms` (3 s as Kafka comes); one with a dead member in it does
 * not, and its join is over as soon as the dead one is out.
 */
export class DeadMembers {
  readonly #log: Log;
  readonly #times: DeadMemberTimes;
  readonly #waiting = new Map<string, { readonly member: DeadMember; readonly timer: NodeJS.Timeout }>();
  #works = true;
  readonly #underWay = new Set<Promise<void>>();

  constructor(log: Log, times: Partial<DeadMemberTimes> = {}) {
    this.#log = log;
    this.#times = { ...defaultTimes, ...times };
  }

  /** False where the last attempt failed: then a member that is left behind holds everybody up. */
  get works(): boolean {
    return this.#works;
  }

  /** @param others - whether other workers of ours are in the group */
  add(member: DeadMember, others: boolean): void {
    if (others) {
      this.#remove(member);
      return;
    }
    const timer = setTimeout(() => this.#next(member.memberId), this.#times.patienceMs);
    this.#waiting.set(member.memberId, { member, timer });
  }

  /** A worker of ours has begun its first join. */
  joining(): void {
    for (const [memberId, { member, timer }] of this.#waiting) {
      clearTimeout(timer);
      const soon = setTimeout(() => this.#next(memberId), this.#times.joinMs);
      this.#waiting.set(memberId, { member, timer: soon });
    }
  }

  /** Takes out at once who still waits; resolves when all are out, or after `ms`. */
  async close(ms: number): Promise<void> {
    for (const memberId of [...this.#waiting.keys()]) this.#next(memberId);
    await within(ms, Promise.all(this.#underWay));
  }

  #next(memberId: string): void {
    const waiting = this.#waiting.get(memberId);
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    this.#waiting.delete(memberId);
    this.#remove(waiting.member);
  }

  #remove(member: DeadMember): void {
    const removal = this.#tell(member).finally(() => this.#underWay.delete(removal));
    this.#underWay.add(removal);
  }

  async #tell({ worker, memberId, leaveFor }: DeadMember): Promise<void> {
    const since = performance.now();
    try {
      const known = await leaveFor(memberId);
      this.#works = true;
      const tookMs = Math.round(performance.now() - since);
      this.#log.info(
        { worker, memberId, known, tookMs },
        known
          ? `worker ${worker}: its place in the group is given up, its partitions go to the others`
          : `worker ${worker}: the group had given up its place already`,
      );
    } catch (error) {
      this.#works = false;
      const reason = error instanceof Object && 'message' in error ? String(error.message) : String(error);
      this.#log.warning(
        { worker, memberId, err: error },
        `worker ${worker}: its place in the group could not be given up, so its partitions stand still until its session is over (10 s): ${reason}`,
      );
    }
  }
}
