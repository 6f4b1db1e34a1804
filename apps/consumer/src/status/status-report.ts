/** Version of the two formats below. It rises when a field changes its meaning; new fields may come without it. */
export const statusFormat = 1;

/**
 * What `/status.json` answers: where the program stands, all workers together. Every number is counted where the
 * thing happens, and a state names its cause. Times are milliseconds since the epoch; a field that is missing is not
 * known or does not apply. No field ever holds a secret.
 */
export interface StatusReport {
  readonly format: typeof statusFormat;
  /** When this was put together. */
  readonly now: number;
  readonly program: ProgramStatus;
  readonly state: ProgramState;
  /** What is in the way, worst first, the fifty worst at the most; empty when all flows. */
  readonly causes: readonly StatusCause[];
  readonly totals: StatusTotals;
  /** Over the last ten seconds. */
  readonly rates: { readonly eventsPerSecond: number; readonly bytesPerSecond: number };
  /** Records between the settled offsets and the ends; missing while no partition knows its end. */
  readonly lag?: number | undefined;
  /** Record timestamp of the oldest record that was read and is not settled. */
  readonly oldestUnsettledAt?: number | undefined;
  /** From record timestamp to settled, over the last minute; missing when nothing was delivered in it. */
  readonly delay?: DelayStatus | undefined;
  readonly memory: {
    /** `general.memory`. */
    readonly budgetBytes: number;
    /** Held by all workers: fetch buffers and request bodies. */
    readonly heldBytes: number;
  };
  /** By number. */
  readonly workers: readonly WorkerStatus[];
  /** By topic and number. */
  readonly partitions: readonly PartitionStatus[];
  /** Endpoints, then destinations in trouble: one entry each, the worst of what any worker sees; 200 at the most. */
  readonly deliveries: readonly DeliveryStatus[];
  readonly deadLetters: DeadLetterStatus;
}

/**
 * `starting`: no worker has joined the group yet, for a minute at the most. `running`: nothing is in the way. `degraded`:
 * events are delivered, but something is in the way. `standing-still`: something is in the way and nothing is delivered.
 * `draining`: stopping in order.
 */
export type ProgramState = 'starting' | 'running' | 'degraded' | 'standing-still' | 'draining';

/** Who reports. */
export interface ProgramStatus {
  readonly version: string;
  readonly pid: number;
  readonly host: string;
  readonly startedAt: number;
  /** The config file. */
  readonly file: string;
  /** The consumer group. */
  readonly group: string;
  /** Topics and patterns, as the config has them. */
  readonly topics: readonly string[];
  /** When a changed config was last put in force by SIGHUP. */
  readonly reloadedAt?: number | undefined;
}

/** One thing that is in the way. */
export interface StatusCause {
  /** `critical`: events stand still because of it, or would be lost to sight. `warning`: it may pass by itself. */
  readonly severity: 'warning' | 'critical';
  readonly about: 'endpoint' | 'destination' | 'partition' | 'worker' | 'group' | 'dead-letters';
  /** Of the endpoint, the partition (`orders[3]`), the worker (`worker 2`). */
  readonly name: string;
  /** One line for an operator: `paused: 403 Invalid token since 12:04:09Z`. */
  readonly text: string;
  readonly since: number;
  /** What to do, in a sentence. */
  readonly remedy?: string | undefined;
  /** Anchor of the section in `docs/runbook.md` that says it at length. */
  readonly code?: string | undefined;
}

/** Counted since the program's start, over all workers, also those that died. */
export interface StatusTotals {
  /** Events that Splunk took; with acknowledgement: that it acknowledged. */
  readonly deliveredEvents: number;
  /** Missing without acknowledgement. */
  readonly acknowledgedEvents?: number | undefined;
  /** Bytes of the delivered events' values. */
  readonly deliveredBytes: number;
  readonly skippedTombstones: number;
  readonly skippedEmpty: number;
  readonly deadLettered: number;
  /** Events that were sent more than once. */
  readonly resentEvents: number;
  /** Of these, the ones that Splunk may hold twice. */
  readonly duplicatesPossible: number;
  /** Events that Splunk took and never acknowledged, and that Kafka had no more when they were to be sent again. */
  readonly unconfirmedEvents: number;
  /** Deaths of workers that a new one followed. */
  readonly workerRestarts: number;
}

/** Half of the events, and 99 of 100, took at most so long, in milliseconds (upper bounds, from histograms). */
export interface DelayStatus {
  /** From the record's timestamp to the answer that took it. */
  readonly acceptedP50Ms: number;
  readonly acceptedP99Ms: number;
  /** From the record's timestamp to its acknowledgement; missing without acknowledgement. */
  readonly ackedP50Ms?: number | undefined;
  readonly ackedP99Ms?: number | undefined;
}

/** One worker's place; the process in it may change. */
export interface WorkerStatus {
  /** Number, from 0. */
  readonly worker: number;
  readonly pid?: number | undefined;
  /** `restarting`: its process is gone and the next one is not there yet. */
  readonly state: 'starting' | 'connecting' | 'joining' | 'running' | 'draining' | 'stopped' | 'restarting';
  /** Since when it is in this state. */
  readonly since: number;
  /** How often its process was replaced after a death. */
  readonly restarts: number;
  /** Member id in the group. */
  readonly memberId?: string | undefined;
  readonly residentBytes?: number | undefined;
  readonly heldBytes?: number | undefined;
  /** Partitions that it has. */
  readonly partitions: number;
  /** Over the last ten seconds. */
  readonly eventsPerSecond: number;
  /** How its last process ended, where one died. */
  readonly lastDeath?: { readonly at: number; readonly text: string } | undefined;
  /** When the next process starts, while it is `restarting`. */
  readonly restartsAt?: number | undefined;
  /** When it last reported; it does each second. */
  readonly heardAt?: number | undefined;
}

/** One partition that a worker of this program has. */
export interface PartitionStatus {
  readonly topic: string;
  readonly partition: number;
  readonly worker: number;
  /** Every record before this offset is settled; -1 while that is not known. */
  readonly settledOffset: number;
  /** End of the partition as last seen. */
  readonly highWatermark?: number | undefined;
  /** Records between the two. */
  readonly lag?: number | undefined;
  /** Records read and not yet settled. */
  readonly inFlight: number;
  /** Record timestamp of the oldest of them. */
  readonly oldestUnsettledAt?: number | undefined;
  /**
   * `flowing`: records were settled lately. `idle`: at its end. `paused`: not fetched, `cause` says why. `waiting`:
   * there are records and none was settled lately; `cause` says why, where it is known.
   */
  readonly state: 'flowing' | 'idle' | 'paused' | 'waiting';
  readonly cause?: string | undefined;
}

/** An endpoint of Splunk, or a destination in trouble. */
export interface DeliveryStatus {
  /** The endpoint's base URL or the destination's label. */
  readonly name: string;
  readonly scope: 'endpoint' | 'destination';
  /** `backing-off`: tried again by itself at `until`. `paused`: somebody has to mend it; probed until it heals. */
  readonly state: 'ok' | 'backing-off' | 'paused';
  /** `503 Server is busy (code 9)`. */
  readonly cause?: string | undefined;
  readonly since: number;
  /** Next attempt. */
  readonly until?: number | undefined;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** Workers that see it in this state. */
  readonly workers: readonly number[];
  /** The last trouble it had, also when that is over. */
  readonly lastError?: { readonly text: string; readonly at: number } | undefined;
}

/** What was set aside. */
export interface DeadLetterStatus {
  /** Since the program's start. */
  readonly total: number;
  /** Folder or topic. */
  readonly where: string;
  /** The last twenty, newest first. */
  readonly recent: readonly RecentDeadLetter[];
}

/** One event that was set aside. */
export interface RecentDeadLetter {
  readonly at: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Code of the HEC answer. */
  readonly code?: number | undefined;
  /** The reason in words. */
  readonly text: string;
}
