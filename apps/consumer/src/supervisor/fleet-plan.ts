import type { WorkerMemory } from './worker-memory.js';

/** What the supervisor takes from a config. A reload brings another one. */
export interface FleetPlan {
  /** The config file's text, handed to every worker. */
  readonly configText: string;
  /** Number of workers to keep alive. */
  readonly workers: number;
  readonly drainDeadlineMs: number;
  /** Silence, in milliseconds, that makes a worker a hanging one. */
  readonly hangMs: number;
  /** What one worker may take; without it as much as Node and the machine give. */
  readonly memory?: WorkerMemory;
  /**
   * Takes a member whose process is gone out of the group; resolves with false where the group does not know it.
   * Without it the group notices by itself, after a session timeout.
   */
  readonly leaveFor?: (memberId: string) => Promise<boolean>;
}
