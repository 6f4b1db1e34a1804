import type { Config } from '@kafka-splunk/config';
import type { WorkerStats } from '../ipc/messages.js';
import type { Log } from '../observe/log.js';

/** What a worker is given beside the config. */
export interface WorkerContext {
  /** Number of this worker, from 0. */
  readonly worker: number;
  /** Workers of this supervisor: the memory budget is split among them. */
  readonly workers: number;
  readonly logger: Log;
  /**
   * Tells the supervisor where the worker stands: once a second, right after a delivery state changed, and once
   * more before {@link WorkerHandle.drained} resolves, so that what was unsettled can be named per partition.
   */
  report(stats: WorkerStats): void;
}

/** A worker at work. */
export interface WorkerHandle {
  /** Reads nothing more from Kafka, for good; stays in the group. */
  stopFetching(): void;
  /**
   * Resolves when all that was read is settled and committed, or when the signal aborts; `unsettled` counts what was not
   * by then, and what was in flight when its partition moved away meanwhile.
   */
  drained(signal: AbortSignal): Promise<{ unsettled: number }>;
  /** Commits what is settled, leaves the group, closes every connection. */
  leave(): Promise<void>;
  /** Resolves after {@link WorkerHandle.leave}; rejects when the worker cannot go on. */
  readonly finished: Promise<void>;
}

/**
 * Starts a worker. Resolves as soon as the pipeline stands, also while Kafka is out of reach; rejects with a
 * `SetupError` when what the file asks for cannot be had on this machine.
 */
export type StartWorker = (config: Config, context: WorkerContext) => Promise<WorkerHandle>;
