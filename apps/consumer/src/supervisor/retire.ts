import type { WorkerStats } from '../ipc/messages.js';
import type { DrainTimes } from './drain.js';
import { within } from './within.js';

/** What is needed of a worker that is to end. */
export interface Retiring {
  /** The unsettled records once it reported, undefined when it ended without a report. */
  readonly drained: Promise<number | undefined>;
  /** Resolves when it is gone. */
  readonly exited: Promise<unknown>;
  readonly stats: WorkerStats | undefined;
  /** Whether it said that it left the group. */
  readonly hasLeft: boolean;
  drain(deadlineAt: number): void;
  leave(keepPlace?: boolean): void;
  kill(): void;
}

/** Bounds, in milliseconds. */
export interface RetireTimes extends DrainTimes {
  /** A drain that comes no further for so long, while something at Splunk is in trouble, is given up. */
  readonly stillMs: number;
}

/** How it went. */
export interface Retired {
  /** Records left unsettled; undefined where the worker did not say. */
  readonly unsettled: number | undefined;
  /** Id under which the group still knows it, if it does: because it kept its place, or died before it could leave. */
  readonly keptPlace: string | undefined;
}

/**
 * Ends one worker in order while the others go on: it settles and commits what it holds, and ends. Where all is settled
 * and `keepPlace` is set it does not leave the group: its successor then joins before this member is taken out, so the
 * group rebalances once and not twice, nobody else's partitions move, and a group of one does not become empty.
 *
 * Where Splunk refuses what it holds, the deadline is not waited for: a reload is how that is mended.
 */
export async function retire(child: Retiring, keepPlace: boolean, times: RetireTimes): Promise<Retired> {
  const { deadlineMs, graceMs, leaveMs, stillMs } = times;
  const over = new AbortController();
  child.drain(Date.now() + deadlineMs);
  const unsettled = await within(
    deadlineMs + graceMs,
    Promise.race([child.drained, standsStill(() => child.stats, stillMs, over.signal)]),
  );
  over.abort();
  const memberId = child.stats?.memberId;
  // Without an id, which it has not been told in its first join, nobody could take it out: it has to leave by itself.
  child.leave(keepPlace && unsettled === 0 && memberId !== undefined);
  if (
    (await within(
      leaveMs,
      child.exited.then(() => true),
    )) === undefined
  ) {
    child.kill();
    await child.exited;
  }
  return { unsettled, keptPlace: child.hasLeft ? undefined : memberId };
}

const LOOK_MS = 250;

/** Resolves with undefined when nothing was settled for `ms` while some endpoint or destination is in trouble. */
function standsStill(
  stats: () => WorkerStats | undefined,
  ms: number,
  over: AbortSignal,
): Promise<undefined> {
  return new Promise((resolve) => {
    let before = '';
    let since = performance.now();
    const timer = setInterval(() => {
      const now = stats();
      const trouble = now?.states.some(({ state }) => state !== 'ok') ?? false;
      const place =
        now?.partitions.map(({ inFlight, settledOffset }) => `${settledOffset}+${inFlight}`).join() ?? '';
      if (place !== before || !trouble) since = performance.now();
      before = place;
      if (performance.now() - since < ms) return;
      clearInterval(timer);
      resolve(undefined);
    }, LOOK_MS);
    over.addEventListener('abort', () => clearInterval(timer));
  });
}
