import type { Cluster } from 'kafkajs';
import { now } from '../clock.js';
import { connectionsOf, tapPools, unexpected } from './client-internals.js';

/** Parts of kafkajs 2.2.4 on the way to a connection's queue of requests (network/*.js). */
interface PoolInternals {
  readonly pool?: readonly { readonly requestQueue?: QueueInternals }[];
}

interface QueueInternals {
  readonly pending?: readonly unknown[];
  readonly inflight?: ReadonlyMap<unknown, InflightRequest>;
  readonly enforceRequestTimeout?: unknown;
  readonly isConnected?: () => boolean;
  readonly destroy?: () => void;
  requestTimeoutIntervalId?: unknown;
  scheduleCheckPendingRequests?: () => void;
  scheduleRequestTimeoutCheck?: () => void;
}

interface InflightRequest {
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** How often a connection looks for requests that were not answered in time, milliseconds. */
const TIMEOUT_CHECK_MS = 1000;

/**
 * Stills two timers that every kafkajs connection runs all the time, two connections for each broker.
 *
 * One looks for requests that wait to be sent, and is set again even when none does, with a delay in the past, so that
 * it fires about once a millisecond and an idle consumer takes 3 % of a core. The look is needed only while something
 * waits, and whatever joins the queue sets the timer itself.
 *
 * The other looks ten times a second for requests that were not answered in time, which is 30 s. Once a second will do.
 *
 * Only the connections of this one cluster are touched.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function quietIdleConnections(cluster: Cluster): void {
  tapPools<PoolInternals>(cluster, (pool) => {
    for (const { requestQueue } of connectionsOf(pool)) quiet(requestQueue);
  });
}

function quiet(queue: QueueInternals | undefined): void {
  const schedule = queue?.scheduleCheckPendingRequests;
  if (queue === undefined || typeof schedule !== 'function' || !Array.isArray(queue.pending)) {
    throw unexpected('queue of requests');
  }
  queue.scheduleCheckPendingRequests = () => {
    // `pending` is replaced when a connection breaks, so it is read anew each time.
    if ((queue.pending as readonly unknown[]).length > 0) schedule.call(queue);
  };
  slowDownTimeoutCheck(queue);
}

/** Does what kafkajs does (network/requestQueue/index.js), ten times more seldom. */
function slowDownTimeoutCheck(queue: QueueInternals): void {
  const { inflight, isConnected, destroy } = queue;
  if (
    typeof queue.scheduleRequestTimeoutCheck !== 'function' ||
    typeof isConnected !== 'function' ||
    typeof destroy !== 'function' ||
    !(inflight instanceof Map)
  ) {
    throw unexpected('check for requests without an answer');
  }
  // By a clock of our own: kafkajs asks the system's, and when that is set forward every request seems to be late.
  const seenAt = new WeakMap<InflightRequest, number>();
  queue.scheduleRequestTimeoutCheck = () => {
    if (queue.enforceRequestTimeout !== true) return;
    destroy.call(queue);
    queue.requestTimeoutIntervalId = setInterval(() => {
      const at = now();
      for (const request of [...inflight.values()] as InflightRequest[]) {
        const since = seenAt.get(request) ?? at;
        seenAt.set(request, since);
        if (at - since > request.requestTimeout) request.timeoutRequest();
      }
      if (!isConnected.call(queue)) destroy.call(queue);
    }, TIMEOUT_CHECK_MS);
  };
}
