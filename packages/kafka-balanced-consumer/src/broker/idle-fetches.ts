import type { Cluster } from 'kafkajs';
import { fetchWaitMs } from '../flow/fetch-wait.js';
import {
  type BuildPool,
  FETCH_CONNECTION,
  type SendingPool,
  sendOf,
  tapPools,
  unexpected,
} from './client-internals.js';
import { type FetchAnswer, NO_ANSWER } from './fetch-response.js';

/** Parts of kafkajs 2.2.4 on the way of a fetch (network/connectionPool.js, network/connection.js). */
interface PoolInternals extends SendingPool<ProtocolRequest, FetchAnswer> {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly rack?: unknown;
  readonly pool?: ConnectionInternals[];
}

interface ConnectionInternals {
  readonly versions: unknown;
  readonly socket?: { destroy(): void };
  readonly requestQueue: { rejectAll(error: Error): void };
  setVersions(versions: unknown): void;
  getSupportAuthenticationProtocol(): unknown;
  setSupportAuthenticationProtocol(supported: unknown): void;
  disconnect(): Promise<unknown>;
}

interface ProtocolRequest {
  readonly request: {
    readonly apiName?: unknown;
    readonly encode: () => Promise<{ readonly buffer: Buffer }>;
  };
}

/** What the waits depend on. */
export interface IdleFetchOptions {
  /** Wait while records come, milliseconds. */
  readonly usualMs: number;
  /** The most it grows to while none come, milliseconds. */
  readonly longestMs: number;
  /** Whether it may grow now. */
  readonly mayGrow: () => boolean;
}

/** A fetch whose answer is awaited. */
interface WaitingFetch {
  readonly long: boolean;
  end(error: Error | undefined): void;
}

/** What is known of one broker. */
interface Line {
  emptyAnswers: number;
  /** Until when no fetch may be sent. */
  renewed: Promise<void> | undefined;
}

/** Where `max_wait_time` stands in a request of any version: behind `replica_id` (Kafka protocol guide, "Fetch API"). */
const WAIT_AT = 4;

/**
 * Lets fetches wait longer while nothing comes, which is most of what an idle member costs, and ends the wait when the
 * member has something else to do: kafkajs waits for every fetch that is on its way before it joins again or stops.
 *
 * A broker takes the requests of one connection one after the other, so whatever is sent behind a fetch that waits, waits
 * too. So a fetch that is ended takes its connection with it, and the next one goes by a new connection.
 *
 * Only the connections of this one cluster are touched.
 */
export class IdleFetches {
  readonly #options: IdleFetchOptions;
  readonly #waiting = new Set<WaitingFetch>();

  /** @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected */
  constructor(cluster: Cluster, options: IdleFetchOptions) {
    this.#options = options;
    tapPools<PoolInternals>(cluster, (pool, build) => this.#watch(pool, build));
  }

  /** Whether a fetch is on its way that may wait longer than usual. */
  get long(): boolean {
    return [...this.#waiting].some(({ long }) => long);
  }

  /** Ends the fetches that wait longer than usual: with this error, or else as if they had brought nothing. */
  endLong(error?: Error): void {
    for (const fetch of [...this.#waiting]) if (fetch.long) fetch.end(error);
  }

  /** Ends all fetches that are on their way, as if they had brought nothing. */
  endAll(): void {
    for (const fetch of [...this.#waiting]) fetch.end(undefined);
  }

  #watch(pool: PoolInternals, build: BuildPool<PoolInternals>): void {
    checkConnection(pool.pool?.[FETCH_CONNECTION]);
    const send = sendOf(pool);
    const line: Line = { emptyAnswers: 0, renewed: undefined };
    const renew = async () => {
      const { host, port, rack } = pool;
      renewFetchConnection(pool, await build({ host, port, rack }));
    };
    pool.send = (protocol) => {
      if (protocol.request?.apiName !== 'Fetch') return send(protocol);
      return this.#fetch(protocol, send, line, renew);
    };
  }

  async #fetch(
    protocol: ProtocolRequest,
    send: (protocol: ProtocolRequest) => Promise<FetchAnswer>,
    line: Line,
    renew: () => Promise<void>,
  ): Promise<FetchAnswer> {
    await line.renewed;
    const { usualMs, longestMs, mayGrow } = this.#options;
    const waitMs = fetchWaitMs({ usualMs, longestMs, emptyAnswers: line.emptyAnswers });
    const long = waitMs > usualMs && mayGrow();
    return new Promise((resolve, reject) => {
      const fetch: WaitingFetch = {
        long,
        end: (error) => {
          this.#waiting.delete(fetch);
          line.emptyAnswers = 0;
          // A connection that cannot be renewed fails with the next fetch, in the usual way.
          line.renewed = renew().catch(() => {});
          if (error === undefined) resolve(NO_ANSWER);
          else reject(error);
        },
      };
      this.#waiting.add(fetch);
      send(withWait(protocol, usualMs, long ? waitMs : usualMs))
        .finally(() => this.#waiting.delete(fetch))
        .then((answer) => {
          line.emptyAnswers = hasRecords(answer) ? 0 : line.emptyAnswers + 1;
          resolve(answer);
        }, reject);
    });
  }
}

/** The same request with another wait; looks whether the wait that it has stands where it should. */
function withWait(protocol: ProtocolRequest, usualMs: number, waitMs: number): ProtocolRequest {
  const { request } = protocol;
  return {
    ...protocol,
    request: {
      ...request,
      async encode() {
        const encoded = await request.encode();
        if (encoded.buffer.readInt32BE(WAIT_AT) !== usualMs) {
          throw Object.assign(unexpected('wait of a fetch'), { retriable: false });
        }
        encoded.buffer.writeInt32BE(waitMs, WAIT_AT);
        return encoded;
      },
    },
  };
}

function hasRecords({ responses }: FetchAnswer): boolean {
  return responses.some(({ partitions }) => partitions.some(({ messages }) => messages.length > 0));
}

/** Puts a new connection in the place of the one for fetches, and closes that without waiting for its answers. */
function renewFetchConnection(pool: PoolInternals, spare: PoolInternals): void {
  const fresh = spare.pool?.[FETCH_CONNECTION];
  const old = pool.pool?.[FETCH_CONNECTION];
  if (pool.pool === undefined || fresh === undefined || old === undefined) return;
  fresh.setVersions(old.versions);
  fresh.setSupportAuthenticationProtocol(old.getSupportAuthenticationProtocol());
  pool.pool[FETCH_CONNECTION] = fresh;
  old.requestQueue.rejectAll(new Error('the fetch is not waited for any more'));
  void old.disconnect();
  // An answer that still comes would be one to a request that nobody knows.
  old.socket?.destroy();
}

function checkConnection(connection: ConnectionInternals | undefined): void {
  const { requestQueue, setVersions, getSupportAuthenticationProtocol, setSupportAuthenticationProtocol } =
    connection ?? {};
  const needed = [
    requestQueue?.rejectAll,
    setVersions,
    getSupportAuthenticationProtocol,
    setSupportAuthenticationProtocol,
    connection?.disconnect,
  ];
  if (needed.some((each) => typeof each !== 'function')) throw unexpected('connection for fetches');
}
