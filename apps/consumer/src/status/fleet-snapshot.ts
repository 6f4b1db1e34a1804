import type { DelayCounts } from '../delay/delay-buckets.js';
import type { PartitionStats, WorkerStats } from '../ipc/messages.js';
import type { Totals } from '../observe/fleet-totals.js';
import type { RequestCounts } from '../requests/request-counts.js';
import type { PlaceView } from '../supervisor/place-view.js';
import type { ProgramStatus, RecentDeadLetter } from './status-report.js';

/** What is known of the program by its config. */
export interface ProgramFacts {
  readonly program: ProgramStatus;
  /** `general.memory`. */
  readonly memoryBytes: number;
  /** Folder or topic of the dead letters. */
  readonly deadLetters: string;
}

/** One worker at one moment. */
export interface WorkerMoment {
  readonly place: PlaceView;
  /** The last report of its process; undefined before the first. */
  readonly stats: WorkerStats | undefined;
  /** Since when it says that it is in its state, milliseconds since the epoch. */
  readonly stateSince: number | undefined;
  readonly eventsPerSecond: number;
  /** Of all processes under its number. */
  readonly cpuSeconds: number;
}

/** One partition at one moment. */
export interface PartitionMoment {
  readonly worker: number;
  readonly stats: PartitionStats;
  /** Milliseconds since its settled offset last rose; undefined where it has not yet. */
  readonly movedAgoMs: number | undefined;
  /** Since when it has been with its worker, milliseconds ago. */
  readonly ownedForMs: number;
  /** Since when it has been paused with this cause, milliseconds since the epoch. */
  readonly pausedSince: number | undefined;
}

/** Delays of events to both stages. */
export interface StageDelays {
  readonly accepted: DelayCounts;
  readonly acked: DelayCounts;
}

/** All that is known at one moment: what the status report and the metrics are made of. */
export interface FleetSnapshot {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly facts: ProgramFacts;
  readonly draining: boolean;
  /** Whether any worker has ever been in the group. */
  readonly everJoined: boolean;
  readonly totals: Totals;
  /** Requests to Splunk since the program's start. */
  readonly requests: RequestCounts;
  /** Dead letters by reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Over the last ten seconds. */
  readonly rates: { readonly eventsPerSecond: number; readonly bytesPerSecond: number };
  /** Milliseconds since events were last delivered; since the start where none were. */
  readonly deliveredAgoMs: number;
  /** Since the program's start. */
  readonly delays: StageDelays;
  /** Over the last minute. */
  readonly recentDelays: StageDelays;
  /** By number. */
  readonly workers: readonly WorkerMoment[];
  /** By topic and number. */
  readonly partitions: readonly PartitionMoment[];
  /** Newest first. */
  readonly recentDeadLetters: readonly RecentDeadLetter[];
  /** The supervisor's own process. */
  readonly own: { readonly residentBytes: number; readonly cpuSeconds: number };
}
