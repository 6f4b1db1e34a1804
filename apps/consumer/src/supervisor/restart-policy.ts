/** Numbers of the restart policy, all in milliseconds but the count. */
export interface RestartTimes {
  /** Wait after the first death. @defaultValue 250 */
  readonly firstMs: number;
  /** Longest wait; each is twice the one before. @defaultValue 30000 */
  readonly maxMs: number;
  /** A worker that ran so long starts from the first wait again. @defaultValue 60000 */
  readonly stableMs: number;
  /** Deaths within {@link RestartTimes.loopWindowMs}, none of which had got to run, that make a crash loop. @defaultValue 5 */
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
  /** When it died without having got to run, since it last ran; the latest `loopDeaths` only. */
  readonly stillborn: readonly number[];
}

/** A worker that never died. */
export const noDeaths: DeathRecord = { inARow: 0, stillborn: [] };

/** One death. */
export interface Death {
  /** When, on a clock that never goes back. */
  readonly at: number;
  /** When this process got to run; undefined where it never did. */
  readonly ranSince: number | undefined;
}

/** Adds a death, and says how long to wait before the next start. */
export function afterDeath(
  record: DeathRecord,
  death: Death,
  times: RestartTimes,
): { readonly record: DeathRecord; readonly waitMs: number } {
  const stable = death.ranSince !== undefined && death.at - death.ranSince >= times.stableMs;
  const inARow = stable ? 1 : record.inARow + 1;
  const stillborn =
    death.ranSince === undefined ? [...record.stillborn, death.at].slice(-times.loopDeaths) : [];
  const waitMs = Math.min(times.maxMs, times.firstMs * 2 ** Math.min(inARow - 1, 30));
  return { record: { inARow, stillborn }, waitMs };
}

/**
 * Whether the program is in a crash loop: every worker died `loopDeaths` times within the window and none of these
 * times had got to run. One worker that runs is enough to go on: it does what it can, and the others may heal.
 */
export function isCrashLoop(records: readonly DeathRecord[], times: RestartTimes): boolean {
  return (
    records.length > 0 &&
    records.every(({ stillborn }) => {
      const first = stillborn[0];
      const last = stillborn.at(-1);
      return (
        stillborn.length >= times.loopDeaths &&
        first !== undefined &&
        last !== undefined &&
        last - first <= times.loopWindowMs
      );
    })
  );
}
