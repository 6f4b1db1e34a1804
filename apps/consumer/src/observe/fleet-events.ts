import type { WorkerStats } from '../ipc/messages.js';

/** What the supervisor tells of its workers. */
export interface FleetEvents {
  /** The worker reported. */
  heard(worker: number, stats: WorkerStats): void;
  /** The worker's process is gone, whatever the reason; the next one under its number counts from 0. */
  gone(worker: number): void;
}

/** Tells several listeners, in their order. */
export function fanOut(listeners: readonly FleetEvents[]): FleetEvents {
  return {
    heard(worker, stats) {
      for (const listener of listeners) listener.heard(worker, stats);
    },
    gone(worker) {
      for (const listener of listeners) listener.gone(worker);
    },
  };
}
