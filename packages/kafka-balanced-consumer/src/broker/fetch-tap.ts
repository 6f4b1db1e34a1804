import { createRequire } from 'node:module';
import type { Cluster } from 'kafkajs';
import { codecName, loadCodec } from '../codecs/codec.js';
import { codecsIn } from '../records/batch-frame.js';
import type { LentMemory } from '../records/lent-memory.js';
import { readOldFormat } from '../records/old-format.js';
import { KAFKAJS_VERSION, type SendingPool, sendOf, tapPools, unexpected } from './client-internals.js';
import { registerCodecs } from './codecs/register.js';
import {
  type FetchAnswer,
  FIRST_VERSION,
  LAST_VERSION,
  RecordSetMessage,
  readFetchAnswer,
} from './fetch-response.js';

/** A request with the way to read its answer (protocol/requests). */
interface ProtocolRequest {
  readonly request: { readonly apiName?: unknown; readonly apiVersion?: unknown };
  readonly response: {
    readonly decode?: (payload: Buffer) => Promise<unknown>;
    readonly parse?: (answer: unknown) => Promise<unknown>;
  };
}

const require = createRequire(import.meta.url);

/**
 * Replaces how answers to fetches are decoded: kafkajs makes an object of every record, ours are views. A connection
 * pool is handed each request together with the functions that read its answer, so for fetches another one is put in
 * its place, on the pools of this one cluster. Nothing global changes: another kafkajs consumer in this process has a
 * cluster of its own, and goes on getting its messages.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function tapFetches(cluster: Cluster, lent: LentMemory): void {
  checkInternals();
  tapPools<SendingPool<ProtocolRequest, unknown>>(cluster, (pool) => {
    const send = sendOf(pool);
    pool.send = (protocol) => send(isFetch(protocol) ? withViews(protocol, lent) : protocol);
  });
}

function isFetch({ request }: ProtocolRequest): boolean {
  return request?.apiName === 'Fetch';
}

function withViews(protocol: ProtocolRequest, lent: LentMemory): ProtocolRequest {
  const { request, response } = protocol;
  const version = request.apiVersion;
  if (typeof version !== 'number' || version > LAST_VERSION) throw unexpected('fetch of a version up to 11');
  // A broker that old has no record batches: all it sends takes the plain path.
  if (version < FIRST_VERSION) {
    registerCodecs();
    return protocol;
  }
  return { ...protocol, response: { ...response, decode: (payload) => decode(payload, version, lent) } };
}

async function decode(payload: Buffer, version: number, lent: LentMemory): Promise<FetchAnswer> {
  const answer = await readFetchAnswer(payload, version, readOldFormat);
  let oldFormat = false;
  for (const { partitions } of answer.responses) {
    for (const { messages } of partitions) {
      const [message] = messages;
      if (message instanceof RecordSetMessage) {
        lent.hold(payload.buffer);
        await loadCodecs(message.recordSet.bytes);
      } else if (message !== undefined) oldFormat = true;
    }
  }
  // From here on the record sets hold the memory, each until it is read. Nobody knows how long messages of an old
  // format are looked at: where there are any, the memory is never lent again.
  if (!oldFormat) lent.drop(payload.buffer);
  return answer;
}

/** Codecs are loaded when they are first met, here, since nobody can wait any more where the records are read. */
async function loadCodecs(records: Buffer): Promise<void> {
  for (const id of codecsIn(records)) {
    const name = codecName(id);
    // One that cannot be loaded is told with the batch that needs it.
    if (name !== undefined) await loadCodec(name).catch(() => {});
  }
}

let checked = false;

/** Shows kafkajs one of our messages, and looks whether it comes out where it should. Once for the process. */
function checkInternals(): void {
  if (checked) return;
  const { version } = load('kafkajs/package.json') as { readonly version?: unknown };
  if (version !== KAFKAJS_VERSION) throw unexpected(`version ${KAFKAJS_VERSION} (it is ${String(version)})`);
  const { protocol } = load('kafkajs/src/protocol/requests/fetch') as {
    readonly protocol?: (at: { version: number }) => (fetch: object) => ProtocolRequest;
  };
  const fetch = protocol?.({ version: LAST_VERSION })({ topics: [], maxWaitTime: 0 });
  if (fetch === undefined || !isFetch(fetch) || typeof fetch.response.parse !== 'function') {
    throw unexpected('protocol of fetches');
  }
  const Batch = load('kafkajs/src/consumer/batch') as new (
    topic: string,
    offset: string,
    from: object,
  ) => {
    readonly messages: readonly unknown[];
    readonly fetchedOffset: unknown;
  };
  const recordSet = { topic: 't', partition: 0, bytes: Buffer.alloc(0), aborted: [], highWatermark: 9 };
  const message = new RecordSetMessage(recordSet);
  const batch = new Batch('t', '7', {
    partition: 0,
    highWatermark: '9',
    abortedTransactions: [],
    messages: [message],
  });
  if (batch.messages[0] !== message || batch.fetchedOffset !== '7') throw unexpected('consumer/batch.js');
  checked = true;
}

function load(path: string): unknown {
  try {
    return require(path);
  } catch (error) {
    throw unexpected(path, error);
  }
}
