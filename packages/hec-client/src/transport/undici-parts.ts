/// <reference path="./undici-files.d.ts" />
import type { buildConnector as Connect, Dispatcher, Pool as PoolOf } from 'undici';
import request from 'undici/lib/api/api-request.js';
import connect from 'undici/lib/core/connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';

// What is needed of undici, by its files. Its index loads all of it, `fetch` and caches and mocks, and asks for Node's
// own `Headers`, with which Node loads its own copy of undici: 8 MB of resident memory in every process, for nothing.

/** Makes the function that connects. */
export const buildConnector: typeof Connect = connect;

/** Opens a pool of connections to one origin. */
export function openPool(origin: string, options: PoolOf.Options): PoolOf {
  return new Pool(origin, options);
}

/** Sends a request through a dispatcher, whichever undici it comes from. */
export function requestOf(
  dispatcher: Dispatcher,
  options: Dispatcher.RequestOptions,
): Promise<Dispatcher.ResponseData> {
  // Where nobody loads the index a dispatcher has no methods of its own but `dispatch`.
  return 'request' in dispatcher ? dispatcher.request(options) : request.call(dispatcher, options);
}
