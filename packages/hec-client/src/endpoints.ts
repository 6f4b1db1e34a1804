import type { Destination } from './destination.js';

/** An endpoint that is well and has room, as {@link PickEndpoint} sees it. */
export interface EndpointView {
  /** Its base URL. */
  readonly url: string;
  /** Its IP address, where its name has several. */
  readonly address?: string;
  /** Requests that wait for their answer. */
  readonly inFlight: number;
  /** How many may wait for their answer at the moment. */
  readonly limit: number;
  /** Requests that were taken and wait for their acknowledgement. */
  readonly awaitingAck: number;
}

/**
 * Chooses the endpoint of a request: answers a position in the list. Endpoints that are not well, or have as many
 * requests in flight as they may, are not in the list; the least pending one is first. What is no position in it
 * counts as 0. Not asked for probes.
 */
export type PickEndpoint = (candidates: readonly EndpointView[], destination: Destination) => number;

/** How the addresses of an endpoint's name are looked up. */
export interface LookupOptions {
  /** How often, in milliseconds; 1000 or more. @defaultValue 30000 */
  readonly everyMs?: number;
  /**
   * Answers the IP addresses of a host name; it may reject. @defaultValue the system's resolver
   */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>;
}
