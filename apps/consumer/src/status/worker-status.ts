import type { WorkerStats } from '../ipc/messages.js';
import type { PlaceView } from '../supervisor/place-view.js';
import type { WorkerMoment } from './fleet-snapshot.js';
import type { WorkerStatus } from './status-report.js';

/** Where a worker stands: what its supervisor knows, and what it says itself. */
export function workerStatus(
  { place, stats, stateSince, eventsPerSecond }: WorkerMoment,
  partitions: number,
): WorkerStatus {
  const alive = place.state === 'restarting' ? undefined : stats;
  const state = stateOf(place.state, alive);
  return {
    worker: place.worker,
    pid: place.pid,
    state,
    since: state === alive?.consumerState ? (stateSince ?? place.since) : place.since,
    restarts: place.restarts,
    memberId: alive?.memberId,
    residentBytes: alive?.process.residentBytes,
    heldBytes: alive && alive.heldBytes.consumer + alive.heldBytes.client,
    partitions,
    eventsPerSecond: alive === undefined ? 0 : eventsPerSecond,
    lastDeath: place.lastDeath && { at: place.lastDeath.at, text: place.lastDeath.text },
    restartsAt: place.restartsAt,
    heardAt: place.heardAt,
  };
}

function stateOf(place: PlaceView['state'], stats: WorkerStats | undefined): WorkerStatus['state'] {
  switch (place) {
    case 'restarting':
      return 'restarting';
    case 'draining':
    case 'replacing':
      return stats === undefined ? 'stopped' : 'draining';
    default:
      return stats?.consumerState ?? 'starting';
  }
}
