import type { Membership } from '../group/membership.js';
import type { CoordinatorTap } from './coordinator-tap.js';
import type { ClientError } from './failure.js';
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

/** Answers to a heartbeat that make kafkajs join again (errors.js `isRebalancing`, consumer/runner.js). */
const JOIN_AGAIN: readonly unknown[] = [
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'NOT_COORDINATOR_FOR_GROUP',
  'UNKNOWN_MEMBER_ID',
];

/**
 * Heartbeats while fetches wait longer than usual. kafkajs sends one only when a fetch has ended, so a rebalance would be
 * noticed late, and everybody waits for the slowest. When the group wants this member to join again, the fetches that wait
 * are failed with that answer, and kafkajs takes it from there as if its own heartbeat had got it.
 *
 * Only then: while fetches end in time, kafkajs's own heartbeats prove more, namely that they do.
 */
export class IdleBeat {
  readonly #parts: IdleBeatParts;
  readonly #timer: NodeJS.Timeout;
  #beating = false;

  constructor(parts: IdleBeatParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#beat(), parts.intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    const { fetches, tap, groupId, membership, intervalMs } = this.#parts;
    const current = membership();
    if (this.#beating || current === undefined || !fetches.long) return;
    if (Date.now() - tap.heartbeatAt < intervalMs) return;
    this.#beating = true;
    try {
      await tap.heartbeat(groupId, current);
    } catch (error) {
      // Whatever else it is, the next heartbeat of kafkajs meets it too. The join may have begun meanwhile.
      const wanted = JOIN_AGAIN.includes((error as ClientError).type);
      if (wanted && membership() === current) fetches.failLong(error as Error);
    } finally {
      this.#beating = false;
    }
  }
}
