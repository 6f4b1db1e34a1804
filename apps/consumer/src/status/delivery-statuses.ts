import type { DeliveryStats } from '../ipc/messages.js';
import { mergeDeliveries } from '../observe/merge-deliveries.js';
import type { WorkerMoment } from './fleet-snapshot.js';
import type { DeliveryStatus } from './status-report.js';

const keyOf = ({ scope, name }: Pick<DeliveryStats, 'scope' | 'name'>): string => `${scope} ${name}`;

/** Endpoints, then destinations in trouble: one entry each, with the workers that see it so. */
export function deliveryStatuses(workers: readonly WorkerMoment[]): DeliveryStatus[] {
  const known = workers.map(({ stats }) => stats).filter((stats) => stats !== undefined);
  const seen = new Map<string, { worker: number; state: DeliveryStats }[]>();
  for (const { place, stats } of workers) {
    for (const state of stats?.states ?? []) {
      const key = keyOf(state);
      seen.set(key, [...(seen.get(key) ?? []), { worker: place.worker, state }]);
    }
  }
  return mergeDeliveries(known)
    .map((merged): DeliveryStatus => {
      const views = seen.get(keyOf(merged)) ?? [];
      return {
        ...merged,
        workers: views.filter(({ state }) => state.state === merged.state).map(({ worker }) => worker),
        lastError: latest(views.map(({ state }) => state.lastError)),
      };
    })
    .sort(endpointsFirst);
}

function latest(errors: readonly DeliveryStats['lastError'][]): DeliveryStats['lastError'] {
  return errors.reduce((one, other) => ((other?.at ?? 0) > (one?.at ?? 0) ? other : one), undefined);
}

function endpointsFirst(one: DeliveryStatus, other: DeliveryStatus): number {
  if (one.scope !== other.scope) return one.scope === 'endpoint' ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}
