import { waitForKafka } from './broker/connect.js';
import { fatalErrorOf } from './broker/failure.js';
import type { GroupListener, GroupSession } from './broker/group-session.js';
import { KafkajsSession } from './broker/kafkajs-session.js';
import { pauseFor } from './deadline.js';
import { ConsumerError, messageOf } from './errors.js';
import type { ResolvedOptions } from './options.js';
import type { LentMemory } from './records/lent-memory.js';
import type { FoundTopics } from './topics/topic-selection.js';

/** Who follows the sessions of a consumer. */
export interface SessionObserver {
  readonly listener: GroupListener;
  /** Memory for what is fetched. */
  readonly lent: LentMemory;
  /** Kafka answers, a session begins. */
  began(session: GroupSession): void;
  /** It is over, and so is the membership. */
  ended(): void;
}

/** Wait before a new session after one that failed, milliseconds. */
const RESTART_WAIT_MS = 1000;

/**
 * Runs one session after the other until the signal aborts: a member whose session fails for a passing reason joins
 * the group again.
 *
 * @throws ConsumerError where a session failed for a reason that stays
 */
export async function runSessions(
  options: ResolvedOptions,
  observer: SessionObserver,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const found = await waitForKafka(options, options.onEvent, signal);
      if (found === undefined) return;
      await oneSession(options, found, observer, signal);
      await pauseFor(RESTART_WAIT_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw fatalErrorOf(error) ?? new ConsumerError('KBC_FAILED', messageOf(error), { cause: error });
    }
  }
}

async function oneSession(
  options: ResolvedOptions,
  found: FoundTopics,
  observer: SessionObserver,
  signal: AbortSignal,
): Promise<void> {
  const session = new KafkajsSession(options, found, observer.listener, observer.lent);
  const stop = () => void session.stop();
  signal.addEventListener('abort', stop);
  observer.began(session);
  try {
    void session.start();
    const end = await session.ended;
    if (end.kind === 'stopped') return;
    await session.stop();
    // Told to stop in the middle of a join or a heartbeat, the session fails where it would have ended.
    if (signal.aborted) return;
    const fatal = fatalErrorOf(end.error);
    if (fatal !== undefined) throw fatal;
    observer.listener.warning(`membership of the group ended, joining anew: ${messageOf(end.error)}`);
  } finally {
    signal.removeEventListener('abort', stop);
    observer.ended();
  }
}
