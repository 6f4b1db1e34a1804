/** How a worker's process ended. */
export interface WorkerDeath {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `killed by SIGKILL`, `exit code 1: KBC_AUTH: …`. */
  readonly text: string;
  /** Stable code of the error, where the worker named one or the supervisor ended it. */
  readonly code?: string | undefined;
}

/** What the supervisor knows about one worker's place, beside what the worker itself reports. */
export interface PlaceView {
  /** Number, from 0. */
  readonly worker: number;
  /** Of the process in it; undefined while there is none. */
  readonly pid: number | undefined;
  /**
   * `starting`: a process is there, its pipeline not yet. `restarting`: its process is gone and the next one is not
   * there yet. `replacing`: it drains, and a successor follows.
   */
  readonly state: 'starting' | 'running' | 'replacing' | 'restarting' | 'draining';
  /** Since when it is in this state, milliseconds since the epoch. */
  readonly since: number;
  /** How often its process was replaced after a death. */
  readonly restarts: number;
  readonly lastDeath: WorkerDeath | undefined;
  /** When the next process starts, milliseconds since the epoch; only while it is `restarting`. */
  readonly restartsAt: number | undefined;
  /** When its process last said anything, milliseconds since the epoch. */
  readonly heardAt: number | undefined;
}
