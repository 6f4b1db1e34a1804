import { now } from '../clock.js';
import type { Membership } from '../group/membership.js';
import type { CoordinatorTap } from './coordinator-tap.js';
import { type ClientError, JOIN_AGAIN } from './failure.js';
import type { IdleFetches } from './idle-fetches.js';

/** What the beat works with. */
export interface IdleBeatParts {
  readonly intervalMs: number;
  readonly groupId: string;
  readonly tap: CoordinatorTap;
  readonly fetches: IdleFetches;
  /** The membership in force; undefined while there is none, or a join is under way. */
  readonly membership: () => Membership | undefined;
}

/**
 * Heartbeats while fetches wait longer than usual. kafkajs sends one only when a fetch has ended, so a rebalance would be
 * noticed late, and everybody waits for the slowest. When the group wants this member to join again, the fetches that wait
 * are failed with that answer, and kafkajs takes it from there as if its own heartbeat had got it.
 *
 * Only then: while fetches end in time, kafkajs's own heartbeats prove more, namely that they do.
 */
export class IdleBeat {
  readonly #parts: IdleBeatParts;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: IdleBeatParts) {
    this.#parts = parts;
    this.#beatIn(parts.intervalMs);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #beatIn(ms: number): void {
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#beatIfDue(), ms).unref();
  }

  /** One interval after the last heartbeat, whoever sent that. */
  async #beatIfDue(): Promise<void> {
    const { tap, intervalMs } = this.#parts;
    const dueIn = tap.heartbeatAt + intervalMs - now();
    if (dueIn <= 0) await this.#beat();
    this.#beatIn(dueIn > 0 ? dueIn : intervalMs);
  }

  async #beat(): Promise<void> {
    const { fetches, tap, groupId, membership } = this.#parts;
    const current = membership();
    if (current === undefined || !fetches.long) return;
    try {
      await tap.heartbeat(groupId, current);
    } catch (error) {
      // Whatever else it is, the next heartbeat of kafkajs meets it too. The join may have begun meanwhile.
      const wanted = JOIN_AGAIN.includes((error as ClientError).type);
      if (wanted && membership() === current) fetches.endLong(error as Error);
    }
  }
}
