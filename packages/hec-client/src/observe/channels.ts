import { type Channel, channel } from 'node:diagnostics_channel';
import type { Batch } from '../batch/batch.js';
import type { DeliveryState } from '../delivery-state.js';
import type { OutcomeRun } from '../outcome.js';

/**
 * Names of the channels of `node:diagnostics_channel` that this package publishes on. They cost nothing while nobody
 * subscribes. No message holds a token or an event; treat messages as read-only, and do not throw.
 */
export const hecChannels = {
  /** A request goes out: {@link HecRequestStart}. */
  requestStart: 'kafka-splunk:hec-client:request-start',
  /** Its answer came, or none: {@link HecRequestEnd}. */
  requestEnd: 'kafka-splunk:hec-client:request-end',
  /** Events are sent a second or further time: {@link HecRetry}. */
  retry: 'kafka-splunk:hec-client:retry',
  /** Events have their outcome: {@link HecOutcome}. */
  outcome: 'kafka-splunk:hec-client:outcome',
  /** An endpoint or destination changed its state: a {@link DeliveryState}. */
  state: 'kafka-splunk:hec-client:state',
} as const;

/** Message of {@link hecChannels}`.requestStart`. */
export interface HecRequestStart {
  /** Rises by one with each request of the process. Its end has the same. */
  readonly id: number;
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
  /** Bytes of the body as they travel. */
  readonly bytes: number;
  readonly gzip: boolean;
}

/** Message of {@link hecChannels}`.requestEnd`. */
export interface HecRequestEnd extends HecRequestStart {
  /** Milliseconds from the beginning to the end of the answer. */
  readonly durationMs: number;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Why there was none: `connect ECONNREFUSED 127.0.0.1:8088`. */
  readonly failure?: string;
}

/** Message of {@link hecChannels}`.retry`. */
export interface HecRetry {
  /** Label of the destination. */
  readonly destination: string;
  readonly batch: number;
  /** Events that are sent again. */
  readonly events: number;
  /** 2 for the first repetition. */
  readonly attempt: number;
  /** Whether Splunk may have taken them before, so that they can be there twice. */
  readonly ambiguous: boolean;
}

/** Message of {@link hecChannels}`.outcome`. */
export interface HecOutcome {
  /** Label of the destination. */
  readonly destination: string;
  readonly batch: number;
  readonly runs: readonly OutcomeRun[];
}

const requestStart: Channel = channel(hecChannels.requestStart);
const requestEnd: Channel = channel(hecChannels.requestEnd);
const retry: Channel = channel(hecChannels.retry);
const outcome: Channel = channel(hecChannels.outcome);
const state: Channel = channel(hecChannels.state);

let requests = 0;

/** Publishes that a request goes out; answers what to call at its end, or undefined while nobody listens. */
export function publishRequest(
  request: Omit<HecRequestStart, 'id'>,
): ((end: Pick<HecRequestEnd, 'status' | 'failure'>) => void) | undefined {
  if (!requestStart.hasSubscribers && !requestEnd.hasSubscribers) return undefined;
  const start: HecRequestStart = { id: ++requests, ...request };
  const at = performance.now();
  requestStart.publish(start);
  return (end) => requestEnd.publish({ ...start, durationMs: performance.now() - at, ...end });
}

/** Publishes that events are sent again. */
export function publishRetry(message: () => HecRetry): void {
  if (retry.hasSubscribers) retry.publish(message());
}

/** Publishes outcomes. */
export function publishOutcome({ id, destination }: Batch<unknown>, runs: readonly OutcomeRun[]): void {
  if (outcome.hasSubscribers) outcome.publish({ destination: destination.label, batch: id, runs });
}

/** Publishes a state. */
export function publishState(current: DeliveryState): void {
  if (state.hasSubscribers) state.publish(current);
}
