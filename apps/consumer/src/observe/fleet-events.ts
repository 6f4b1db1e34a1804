import type { WorkerStats } from '../ipc/messages.js';

/** What the supervisor tells of its workers. */
export interface FleetEvents {
  /** A process was started for this worker. */
  spawned(worker: number, pid: number | undefined): void;
  /** The worker reported. */
  heard(worker: number, stats: WorkerStats): void;
  /** The worker's process is gone, whatever the reason. */
  gone(worker: number): void;
  /** It went without being told to, after {@link FleetEvents.gone}; the next one starts in so many milliseconds. */
  died(worker: number, death: { readonly text: string; readonly restartsInMs: number }): void;
  /** The program stops: all workers drain. */
  draining(): void;
  /** A changed config is in force. */
  reloaded(): void;
}

/** Tells several listeners; each hears what it has a method for. */
export function fanOut(listeners: readonly Partial<FleetEvents>[]): FleetEvents {
  const tell = (say: (listener: Partial<FleetEvents>) => void): void => {
    for (const listener of listeners) say(listener);
  };
  return {
    spawned: (worker, pid) => tell((listener) => listener.spawned?.(worker, pid)),
    heard: (worker, stats) => tell((listener) => listener.heard?.(worker, stats)),
    gone: (worker) => tell((listener) => listener.gone?.(worker)),
    died: (worker, death) => tell((listener) => listener.died?.(worker, death)),
    draining: () => tell((listener) => listener.draining?.()),
    reloaded: () => tell((listener) => listener.reloaded?.()),
  };
}
