import type { DelayCounts } from '../delay/delay-buckets.js';
import type { RequestCounts } from '../requests/request-counts.js';

/**
 * Version of the messages below. It rises when a message changes its meaning; supervisor and worker that disagree
 * (the files were replaced while the program ran) do not work together.
 */
export const ipcProtocol = 2;

/** State of an endpoint or a destination of Splunk, as the worker's client sees it. */
export interface DeliveryStats {
  /** The endpoint's base URL, or the destination's label. Never a token. */
  readonly name: string;
  readonly scope: 'endpoint' | 'destination';
  readonly state: 'ok' | 'backing-off' | 'paused';
  /** In words an operator can act on: `503 Server is busy (code 9)`. */
  readonly cause?: string | undefined;
  /** Since when, milliseconds since the epoch. */
  readonly since: number;
  /** Next attempt, milliseconds since the epoch. */
  readonly until?: number | undefined;
  /** Failed attempts in a row. */
  readonly failures: number;
  /** The last trouble it had, also when that is over. */
  readonly lastError?: { readonly text: string; readonly at: number } | undefined;
}

/** An event that was set aside. */
export interface DeadLetterNote {
  /** Counted from 1 in the worker's process. */
  readonly number: number;
  /** When its dead letter was durable, milliseconds since the epoch. */
  readonly at: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Code of the HEC answer, where it had one. */
  readonly code?: number | undefined;
  readonly text: string;
}

/** What a worker set aside. */
export interface DeadLetterStats {
  /** `hec-6`, `http-413`, `refused-here`: a closed set. */
  readonly byReason: readonly { readonly reason: string; readonly count: number }[];
  /** The last twenty, oldest first. */
  readonly recent: readonly DeadLetterNote[];
}

/** Where one partition of a worker stands. */
export interface PartitionStats {
  readonly topic: string;
  readonly partition: number;
  /** Every record before this offset is settled. */
  readonly settledOffset: number;
  /** End of the partition as last seen. */
  readonly highWatermark?: number | undefined;
  /** Records between the settled offset and the end. */
  readonly lag?: number | undefined;
  /** Records read and not yet settled. */
  readonly inFlight: number;
  /** Record timestamp of the oldest of them, milliseconds since the epoch. */
  readonly oldestUnsettledTimestamp?: number | undefined;
  /** Label of the destination that its last records went to; undefined before the first. */
  readonly destination?: string | undefined;
  /** Why the partition is not fetched; undefined while it is. */
  readonly pauseCause?: string | undefined;
}

/** What a worker is doing, seen from the group. */
export type ConsumerState = 'connecting' | 'joining' | 'running' | 'draining' | 'stopped';

/** Where a worker stands. Counters start at 0 with the worker's process and only rise. */
export interface WorkerStats {
  /** Events that Splunk took. */
  readonly deliveredEvents: number;
  /** Bytes of their values. */
  readonly deliveredBytes: number;
  /** Records that were settled without being sent, by a documented policy. */
  readonly skipped: { readonly tombstones: number; readonly empty: number };
  /** Events set aside in the dead letters. */
  readonly deadLettered: number;
  readonly deadLetters: DeadLetterStats;
  /** Events that were sent more than once. */
  readonly resentEvents: number;
  /** Of these, the events whose earlier request may have got through: Splunk may hold them twice. */
  readonly duplicatesPossible: number;
  /**
   * Events that Splunk took and never acknowledged, and that Kafka had no more when they were to be sent again: nobody
   * knows whether they are in.
   */
  readonly unconfirmedEvents?: number | undefined;
  /** Events that Splunk said are indexed; undefined without acknowledgement. */
  readonly acknowledgedEvents?: number | undefined;
  /** From record timestamp to the answer that took the event, and to its acknowledgement. */
  readonly delays: { readonly accepted: DelayCounts; readonly acked: DelayCounts };
  /** Requests to Splunk and what was answered. */
  readonly requests: RequestCounts;
  /** What the process takes: resident memory, and CPU time since its start. */
  readonly process: { readonly residentBytes: number; readonly cpuSeconds: number };
  /** Requests that Splunk took and has not acknowledged yet. */
  readonly awaitingAck?: number | undefined;
  /** Bytes held now: by the consumer (fetch buffers), by the client (request bodies). */
  readonly heldBytes: { readonly consumer: number; readonly client: number };
  readonly partitions: readonly PartitionStats[];
  readonly states: readonly DeliveryStats[];
  /** Member id in the group; undefined until the worker has joined. */
  readonly memberId?: string | undefined;
  readonly consumerState: ConsumerState;
  /** Why Kafka does not let it in, while it is `connecting`. */
  readonly kafkaTrouble?: string | undefined;
}

/** What a worker says to its supervisor. Log lines are not sent: a worker writes to the same stdout. */
export type WorkerMessage =
  /** First word: the process is up and waits for `start`. */
  | { readonly type: 'hello'; readonly protocol: number; readonly pid: number }
  /** The config is read and the pipeline stands; Kafka may still be out of reach. */
  | { readonly type: 'running' }
  /** Every second, and right after a state changed. */
  | { readonly type: 'stats'; readonly stats: WorkerStats }
  /** Phase one of the drain is over: records that are not settled and will be delivered again. */
  | { readonly type: 'drained'; readonly unsettled: number }
  /** The group is left; the process ends now. */
  | { readonly type: 'left' }
  /** The worker cannot go on; the process ends now. */
  | { readonly type: 'fatal'; readonly code: string; readonly message: string };

/** What a supervisor says to a worker. */
export type SupervisorMessage =
  | {
      readonly type: 'start';
      readonly protocol: number;
      /** The config file's text: it holds secrets, and so travels here and not in arguments or environment. */
      readonly configText: string;
      /** Path of the file, for messages and for paths relative to it. */
      readonly file: string;
      /** Number of this worker, from 0. */
      readonly worker: number;
      /** Workers of this supervisor. */
      readonly workers: number;
    }
  /** Stop fetching, settle, commit, answer `drained`; at `deadlineAt` (milliseconds since the epoch) at the latest. */
  | { readonly type: 'drain'; readonly deadlineAt: number }
  /**
   * Leave the group and end. With `keepPlace` end without leaving: a successor is about to join, and the supervisor
   * takes this member out then.
   */
  | { readonly type: 'leave'; readonly keepPlace?: boolean | undefined };
