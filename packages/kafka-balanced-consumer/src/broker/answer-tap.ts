import type { Socket } from 'node:net';
import type { Cluster } from 'kafkajs';
import { connectionsOf, tapPools, unexpected } from './client-internals.js';
import { takeDirectly } from './direct-socket.js';
import { type Response, ResponseReader } from './response-reader.js';

/** Parts of kafkajs 2.2.4 on the way from a socket to the answer of a request (network/connection.js). */
interface PoolInternals {
  readonly pool?: readonly ConnectionInternals[];
}

interface ConnectionInternals {
  /** Set while a login waits for its answer, which has another shape. */
  authHandlers?: unknown;
  /** What has come of an answer, with how many bytes it is worth looking at. */
  chunks?: Buffer[];
  bytesBuffered?: number;
  bytesNeeded?: number;
  socket?: Socket;
  readonly requestQueue?: { readonly fulfillRequest?: (response: Response) => void };
  processData?: (bytes: Buffer) => void;
}

const LENGTH_BYTES = 4;

/**
 * Replaces how the bytes of a socket become answers, see {@link ResponseReader}. Logins go on through kafkajs. Only the
 * connections of this one cluster are touched.
 *
 * @param memory - answers a buffer of this length, for an answer of some size
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function tapAnswers(cluster: Cluster, memory: (bytes: number) => Buffer): void {
  tapPools<PoolInternals>(cluster, (pool) => {
    for (const connection of connectionsOf(pool)) readAnswers(connection, memory);
  });
}

function readAnswers(connection: ConnectionInternals, memory: (bytes: number) => Buffer): void {
  const { processData, requestQueue } = connection;
  if (
    typeof processData !== 'function' ||
    typeof requestQueue?.fulfillRequest !== 'function' ||
    connection.authHandlers !== null ||
    connection.bytesBuffered !== 0 ||
    connection.bytesNeeded !== LENGTH_BYTES ||
    !Array.isArray(connection.chunks)
  ) {
    throw unexpected('connection.processData');
  }
  let reader: ResponseReader;
  let socket: Socket | undefined;
  const take = (bytes: Buffer): void => {
    // A login may leave the beginning of the next answer with kafkajs: then that one is kafkajs's too.
    if (connection.authHandlers !== null || connection.bytesBuffered !== 0) {
      processData.call(connection, Buffer.from(bytes));
      return;
    }
    try {
      reader.take(bytes);
    } catch (error) {
      // The connection's own listener makes a failure of it, and the requests that wait learn of it.
      connection.socket?.destroy(error as Error);
    }
  };
  connection.processData = (bytes) => {
    if (connection.socket !== socket) {
      socket = connection.socket;
      // What the last socket left unfinished has no end; kafkajs would put it before what comes now.
      connection.chunks = [];
      connection.bytesBuffered = 0;
      connection.bytesNeeded = LENGTH_BYTES;
      reader = new ResponseReader(memory, (response) => requestQueue.fulfillRequest?.(response));
      if (socket !== undefined) takeDirectly(socket, take);
    }
    take(bytes);
  };
}
