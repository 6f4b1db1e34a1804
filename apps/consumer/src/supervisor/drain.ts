import { within } from './within.js';

/** What a drain needs of a worker. */
export interface Drainable {
  readonly worker: number;
  /** Whether it has got to run; before, it holds nothing. */
  readonly hasRun: boolean;
  /** The unsettled records once it reported, undefined when it ended without a report. */
  readonly drained: Promise<number | undefined>;
  /** Resolves when it is gone. */
  readonly exited: Promise<{ readonly text: string }>;
  drain(deadlineAt: number): void;
  leave(): void;
  kill(): void;
}

/** Bounds of a drain, in milliseconds. */
export interface DrainTimes {
  /** For the first phase. */
  readonly deadlineMs: number;
  /** For reports that are on their way at the deadline. */
  readonly graceMs: number;
  /** For the second phase; then SIGKILL. */
  readonly leaveMs: number;
}

/** How it went with one worker. */
export interface WorkerDrain {
  readonly worker: number;
  /** Records left unsettled; undefined where the worker did not say. */
  readonly unsettled: number | undefined;
  /** Why it did not say. */
  readonly reason?: string;
  /** It did not end by itself in the second phase. */
  readonly killed: boolean;
}

/**
 * Two phases (a leave moves partitions, and a worker that takes them over while it still drains would read again what
 * its neighbour is settling): everybody stops fetching and settles; only when all have reported, died, or run out of
 * time, everybody leaves. Resolves when every process is gone. When `atOnce` aborts, all are killed on the spot.
 */
export async function drainInTwoPhases(
  members: readonly Drainable[],
  times: DrainTimes,
  atOnce: AbortSignal,
): Promise<readonly WorkerDrain[]> {
  const killAll = (): void => {
    for (const member of members) member.kill();
  };
  atOnce.addEventListener('abort', killAll);
  if (atOnce.aborted) killAll();
  try {
    const deadlineAt = Date.now() + times.deadlineMs;
    for (const member of members) member.drain(deadlineAt);
    const reports = await Promise.all(
      members.map(async (member) => ({
        member,
        report: await within(times.deadlineMs + times.graceMs, describeDrain(member)),
      })),
    );
    for (const { member } of reports) member.leave();
    return await Promise.all(
      reports.map(async ({ member, report }) => {
        const ended = await within(times.leaveMs, member.exited);
        if (ended === undefined) {
          member.kill();
          await member.exited;
        }
        return {
          worker: member.worker,
          ...(report ?? {
            unsettled: member.hasRun ? undefined : 0,
            reason: 'it had not reported at the deadline',
          }),
          killed: ended === undefined,
        };
      }),
    );
  } finally {
    atOnce.removeEventListener('abort', killAll);
  }
}

async function describeDrain(member: Drainable): Promise<Pick<WorkerDrain, 'unsettled' | 'reason'>> {
  const unsettled = await member.drained;
  if (unsettled !== undefined) return { unsettled };
  const { text } = await member.exited;
  return { unsettled: member.hasRun ? undefined : 0, reason: `it died during the drain (${text})` };
}
