/** Cause shown while the byte budget holds a partition back. */
export const BUDGET_CAUSE = 'waiting for memory: what was fetched is not delivered yet';

/** Cause shown once fetching has ended for good. */
export const DRAINING_CAUSE = 'draining: no more is fetched';

/** Cause shown while no broker leads a partition. */
export const NO_LEADER_CAUSE = 'no leader: all brokers that have this partition are down';

/** Why a partition is not fetched. Several reasons may hold at once; it is fetched when none does. */
export interface PauseReasons {
  /** Given by the caller. */
  readonly caller: string | undefined;
  readonly gated: boolean;
  readonly leaderless: boolean;
  /** Its next records cannot be read. */
  readonly unreadable: string | undefined;
  readonly draining: boolean;
}

/** The one cause worth showing: what ends last comes first. Undefined where it is fetched. */
export function pauseCause(reasons: PauseReasons): string | undefined {
  if (reasons.draining) return DRAINING_CAUSE;
  if (reasons.leaderless) return NO_LEADER_CAUSE;
  if (reasons.unreadable !== undefined) return reasons.unreadable;
  if (reasons.caller !== undefined) return reasons.caller;
  return reasons.gated ? BUDGET_CAUSE : undefined;
}
