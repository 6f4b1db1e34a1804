import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import {
  connectionsOf,
  FETCH_CONNECTION,
  type SendingPool,
  sendOf,
  tapPools,
  unexpected,
} from './client-internals.js';
import { chainOf } from './failure.js';
import { type FetchAnswer, NO_ANSWER } from './fetch-response.js';
import { NOT_KAFKA } from './response-reader.js';

/** Parts of kafkajs 2.2.4 on the way of a request (network/connectionPool.js, network/connection.js). */
interface PoolInternals extends SendingPool<ProtocolRequest, unknown> {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly pool?: readonly ConnectionInternals[];
}

interface ConnectionInternals {
  readonly socket?: { destroy(error: Error): void };
}

interface ProtocolRequest {
  readonly request: { readonly apiName?: unknown };
  readonly response: { readonly decode?: (payload: Buffer) => Promise<unknown> };
}

/** Wait before the next fetch from a broker after one whose answer could not be read, milliseconds; it doubles. */
const FIRST_WAIT_MS = 250;
/** Longest such wait, milliseconds: whoever wants to join again waits for it. */
const LONGEST_WAIT_MS = 2000;

/** What a decoder throws where bytes end too early, or are not what they should be. */
const DECODING_FAILED: readonly unknown[] = ['RangeError', 'TypeError', 'SyntaxError'];

/**
 * Takes an answer that cannot be read as a broken connection: it is closed, and the request sent again. For kafkajs it
 * is a fault that no retry heals, which ended the consumer; but what a broker, or somebody between, has garbled once
 * may well arrive whole the next time.
 *
 * A fetch ends as if it had brought nothing, after a wait: if it failed, kafkajs would end the fetches from all other
 * brokers with it. The first failure in a row is told, for each broker.
 *
 * To be applied before whatever replaces decoders: it watches over them too.
 *
 * @param onBadAnswer - told with `KBC_BAD_ANSWER`
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function guardAnswers(cluster: Cluster, onBadAnswer: (error: ConsumerError) => void): void {
  tapPools<PoolInternals>(cluster, (pool) => guardPool(pool, onBadAnswer));
}

function guardPool(pool: PoolInternals, onBadAnswer: (error: ConsumerError) => void): void {
  const send = sendOf(pool);
  const connections = connectionsOf(pool);
  const broker = (): string => `${String(pool.host)}:${String(pool.port)}`;
  let badFetches = 0;

  const bad = (apiName: unknown, reason: unknown, connection: number): ConsumerError => {
    const error = badAnswer(broker(), apiName, reason);
    // The connection's own listener makes a failure of it for whatever else waits there.
    connections[connection]?.socket?.destroy(error);
    return error;
  };

  const sendFetch = async (protocol: ProtocolRequest): Promise<unknown> => {
    let failure: ConsumerError | undefined;
    const guarded = guardedBy(protocol, (reason) => {
      failure = bad('Fetch', reason, FETCH_CONNECTION);
      return NO_ANSWER;
    });
    const answer = await send(guarded).catch((error: unknown): FetchAnswer => {
      if (!isForeign(error)) throw error;
      failure = badAnswer(broker(), 'Fetch', error);
      return NO_ANSWER;
    });
    if (failure === undefined) {
      badFetches = 0;
      return answer;
    }
    if (badFetches === 0) onBadAnswer(failure);
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** badFetches++);
    await sleep(waitMs, undefined, { ref: false });
    return NO_ANSWER;
  };

  pool.send = (protocol) => {
    const apiName = protocol.request?.apiName;
    if (apiName === 'Fetch') return sendFetch(protocol);
    return send(
      guardedBy(protocol, (reason) => {
        const error = bad(apiName, reason, 0);
        onBadAnswer(error);
        throw asBrokenConnection(error);
      }),
    );
  };
}

function guardedBy(protocol: ProtocolRequest, onFailure: (reason: unknown) => unknown): ProtocolRequest {
  const { decode } = protocol.response ?? {};
  if (typeof decode !== 'function') throw unexpected('decoder of an answer');
  const guarded = async (payload: Buffer): Promise<unknown> => {
    try {
      return await decode(payload);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return onFailure(error);
    }
  };
  return { ...protocol, response: { ...protocol.response, decode: guarded } };
}

function isUnreadable(error: unknown): boolean {
  return chainOf(error).some(
    (link) => DECODING_FAILED.includes(link.name) || (link as { code?: unknown }).code === 'KBC_BAD_ANSWER',
  );
}

/** The bytes were not even an answer, and the connection was closed for it. */
function isForeign(error: unknown): boolean {
  return chainOf(error).some(
    (link) => link.name === 'KafkaJSConnectionError' && messageOf(link).includes(NOT_KAFKA),
  );
}

function badAnswer(broker: string, apiName: unknown, reason: unknown): ConsumerError {
  const words = `broker ${broker} answered ${String(apiName)} with what cannot be read: ${messageOf(reason)}`;
  return new ConsumerError('KBC_BAD_ANSWER', words, { cause: reason });
}

/** In the form in which kafkajs, and our own retries, know that a request may be sent again. */
function asBrokenConnection(error: ConsumerError): Error {
  return Object.assign(new Error(error.message, { cause: error }), {
    name: 'KafkaJSConnectionError',
    retriable: true,
  });
}
