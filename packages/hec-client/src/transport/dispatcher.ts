import type { Dispatcher } from 'undici';

/** undici's `Dispatcher`: a `Pool`, an `Agent`, a `ProxyAgent`, or one with interceptors. */
export type HecDispatcher = Dispatcher;
