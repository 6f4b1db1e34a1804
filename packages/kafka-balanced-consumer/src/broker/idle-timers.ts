import type { Cluster } from 'kafkajs';
import { ConsumerError } from '../errors.js';

/** Parts of kafkajs 2.2.4 on the way to a connection's queue of requests (cluster/index.js, network/*.js). */
interface ClusterInternals {
  readonly connectionPoolBuilder?: { build?: (address?: object) => Promise<PoolInternals> };
}

interface PoolInternals {
  readonly pool?: readonly { readonly requestQueue?: QueueInternals }[];
}

interface QueueInternals {
  readonly pending?: readonly unknown[];
  scheduleCheckPendingRequests?: () => void;
}

/**
 * Stops the timer that every kafkajs connection runs all the time. Its queue looks for requests that wait, and sets
 * the timer for the next look even when none does, with a delay in the past, so that it fires about once a
 * millisecond and an idle consumer takes 3 % of a core. The look is needed only while something waits, and whatever
 * joins the queue sets the timer itself.
 *
 * Only the connections of this one cluster are touched.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function quietIdleConnections(cluster: Cluster): void {
  const builder = (cluster as ClusterInternals).connectionPoolBuilder;
  const build = builder?.build;
  if (builder === undefined || typeof build !== 'function') throw unexpected('cluster.connectionPoolBuilder');
  builder.build = async (address) => {
    const made = await build(address);
    if (!Array.isArray(made.pool)) throw unexpected('pool of connections');
    for (const { requestQueue } of made.pool) quiet(requestQueue);
    return made;
  };
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
}

function unexpected(what: string): ConsumerError {
  return new ConsumerError(
    'KBC_INTERNALS',
    `kafkajs has no ${what} as expected: this package works with kafkajs 2.2.4 only, install that version`,
  );
}
