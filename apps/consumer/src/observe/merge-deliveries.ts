import type { DeliveryStats, WorkerStats } from '../ipc/messages.js';

const severity = { ok: 0, 'backing-off': 1, paused: 2 } as const;

/**
 * One entry per endpoint and destination over all workers: the worst state that any worker is in, with that worker's
 * cause; `since` is the earliest and `until` the latest among the workers in that state.
 */
export function mergeDeliveries(workers: Iterable<WorkerStats>): DeliveryStats[] {
  const merged = new Map<string, DeliveryStats>();
  for (const { states } of workers) {
    for (const state of states) {
      const key = `${state.scope} ${state.name}`;
      const known = merged.get(key);
      merged.set(key, known === undefined ? state : worse(known, state));
    }
  }
  return [...merged.values()];
}

function worse(one: DeliveryStats, other: DeliveryStats): DeliveryStats {
  const difference = severity[one.state] - severity[other.state];
  if (difference !== 0) return difference > 0 ? one : other;
  return {
    ...one,
    since: Math.min(one.since, other.since),
    until: latest(one.until, other.until),
    failures: Math.max(one.failures, other.failures),
  };
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
