import type { Cluster } from 'kafkajs';
import { ConsumerError } from '../errors.js';

/** The version of kafkajs whose internals we know. */
export const KAFKAJS_VERSION = '2.2.4';

/** kafkajs sends fetches by the second connection of a pool, all else by the first (network/connectionPool.js). */
export const FETCH_CONNECTION = 1;

/** Makes the connections to one broker (network/connectionPool.js); each tap names the parts of them that it touches. */
export type BuildPool<P> = (address?: object) => Promise<P>;

/**
 * Has every connection pool that this one cluster makes from now on pass `tap` before it is used. Nothing global changes:
 * another kafkajs client in this process has a cluster of its own.
 *
 * @param tap - also handed the way in which pools are made without it; what was tapped before is in there
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function tapPools<P>(cluster: Cluster, tap: (pool: P, build: BuildPool<P>) => void): void {
  const { connectionPoolBuilder: builder } = cluster as {
    readonly connectionPoolBuilder?: { build?: BuildPool<P> };
  };
  const build = builder?.build;
  if (builder === undefined || typeof build !== 'function') throw unexpected('cluster.connectionPoolBuilder');
  builder.build = async (address) => {
    const pool = await build(address);
    tap(pool, build);
    return pool;
  };
}

/** A pool as it sends requests. */
export interface SendingPool<Request, Answer> {
  send?: (protocol: Request) => Promise<Answer>;
}

/**
 * The way in which a pool sends.
 *
 * @throws ConsumerError `KBC_INTERNALS`
 */
export function sendOf<Request, Answer>(
  pool: SendingPool<Request, Answer>,
): (protocol: Request) => Promise<Answer> {
  const { send } = pool;
  if (typeof send !== 'function') throw unexpected('connectionPool.send');
  return (protocol) => send.call(pool, protocol);
}

/**
 * The connections of a pool.
 *
 * @throws ConsumerError `KBC_INTERNALS`
 */
export function connectionsOf<C>(pool: { readonly pool?: readonly C[] }): readonly C[] {
  if (!Array.isArray(pool.pool)) throw unexpected('pool of connections');
  return pool.pool;
}

/** The error for internals of kafkajs that are other than they were. */
export function unexpected(what: string, cause?: unknown): ConsumerError {
  return new ConsumerError(
    'KBC_INTERNALS',
    `kafkajs has no ${what} as expected: this package works with kafkajs ${KAFKAJS_VERSION} only, install that version`,
    cause === undefined ? {} : { cause },
  );
}
