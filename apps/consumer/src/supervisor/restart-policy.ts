/** Numbers of the restart policy, all in milliseconds but the count. */
export interface RestartTimes {
  /** Wait after the first death. @defaultValue 250 */
  readonly firstMs: number;
  /** Longest wait; each is twice the one before. @defaultValue 30000 */
  readonly maxMs: number;
  /** A worker that ran so long starts from the first wait again. @defaultValue 60000 */
  readonly stableMs: number;
  /** Early deaths within {@link RestartTimes.loopWindowMs} that make a crash loop. @defaultValue 5 */
  readonly loopDeaths: number;
  /** @defaultValue 60000 */
  readonly loopWindowMs: number;
}

/** The policy in force. */
export const defaultRestartTimes: RestartTimes = {
  firstMs: 250,
  maxMs: 30_000,
  stableMs: 60_000,
  loopDeaths: 5,
  loopWindowMs: 60_000,
};

/** What is remembered about the deaths of one worker. */
export interface DeathRecord {
  /** Deaths since it last ran stably. */
  readonly inARow: number;
  /**
   * When it died early, since it last did not; the latest `loopDeaths` only. Early is: before it got to run, or by a crash
   * before it ran stably.
   */
  readonly early: readonly number[];
}

/** A worker that never died. */
export const noDeaths: DeathRecord = { inARow: 0, early: [] };

/** One death. */
export interface Death {
  /** When, on a clock that never goes back. */
  readonly at: number;
  /** When this process got to run; undefined where it never did. */
  readonly ranSince: number | undefined;
  /** Whether it crashed, rather than ended for a reason that it could name. */
  readonly crashed: boolean;
}

/** Adds a death, and says how long to wait before the next start. */
export function afterDeath(
  record: DeathRecord,
  death: Death,
  times: RestartTimes,
): { readonly record: DeathRecord; readonly waitMs: number } {
  const stable = death.ranSince !== undefined && death.at - death.ranSince >= times.stableMs;
  const inARow = stable ? 1 : record.inARow + 1;
  const isEarly = death.ranSince === undefined || (death.crashed && !stable);
  const early = isEarly ? [...record.early, death.at].slice(-times.loopDeaths) : [];
  const waitMs = Math.min(times.maxMs, times.firstMs * 2 ** Math.min(inARow - 1, 30));
  return { record: { inARow, early }, waitMs };
}

/**
 * Whether the program is in a crash loop: every worker died early `loopDeaths` times within the window. One worker that
 * runs is enough to go on: it does what it can, and the others may heal.
 */
export function isCrashLoop(records: readonly DeathRecord[], times: RestartTimes): boolean {
  return (
    records.length > 0 &&
    records.every(({ early }) => {
      const first = early[0];
      const last = early.at(-1);
      return (
        early.length >= times.loopDeaths &&
        first !== undefined &&
        last !== undefined &&
        last - first <= times.loopWindowMs
      );
    })
  );
}

/**
 * Whether a death is worth a line: the first ones are, and then ever fewer of a row of like ones, since a worker that may
 * not read its topic dies every half minute until somebody gives it the right.
 */
export function isWorthALine({ inARow }: DeathRecord, sameAsBefore: boolean): boolean {
  return !sameAsBefore || (inARow & (inARow - 1)) === 0;
}
