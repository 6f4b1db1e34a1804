import type { FleetSnapshot } from './fleet-snapshot.js';
import type { ProgramState, StatusCause } from './status-report.js';

/** Two reports of a worker without anything delivered, in milliseconds. */
const STILL_MS = 2000;

/** A group that is not reached, or not joined, within this time stands still rather than starts, in milliseconds. */
const START_MS = 60_000;

/** The state of all in one word. */
export function programState(snapshot: FleetSnapshot, causes: readonly StatusCause[]): ProgramState {
  if (snapshot.draining) return 'draining';
  // Nothing was delivered yet, so this counts from the start.
  if (!snapshot.everJoined && snapshot.deliveredAgoMs < START_MS) return 'starting';
  if (causes.length === 0) return 'running';
  // With nothing to deliver nothing stands still, whatever is broken.
  const waits = snapshot.partitions.some(({ stats }) => stats.inFlight > 0 || stats.lag !== 0);
  const nobodyReads = snapshot.workers.every(({ stats }) => stats?.consumerState !== 'running');
  return snapshot.deliveredAgoMs >= STILL_MS && (waits || nobodyReads) ? 'standing-still' : 'degraded';
}
