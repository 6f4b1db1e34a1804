import type { Broker } from 'kafkajs';
import { type SendingPool, sendOf, unexpected } from './client-internals.js';
import { WireReader } from './wire-reader.js';

/** Parts of kafkajs 2.2.4 by which a broker is asked something that kafkajs has no request for (broker/index.js). */
interface BrokerInternals {
  readonly versions?: Readonly<Record<number, { readonly maxVersion?: number }>>;
  readonly connectionPool?: SendingPool<object, readonly TopicId[]>;
}

interface TopicId {
  readonly topic: string;
  readonly id: string;
}

/** Number of the Metadata API, and its first version that carries ids of topics; Kafka has them from 2.8 on. */
const METADATA = 3;
const WITH_IDS = 10;

/** Id of a topic that has none: it was made by an older Kafka. */
const NO_ID = '0'.repeat(32);

/**
 * Ids of topics, as hexadecimal digits: a topic that was deleted and made anew has the same name and another id. Topics that
 * are not there are missing, and all of them where the broker is too old to tell. kafkajs has no request for it.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected; and whatever a request fails with
 */
export async function topicIds(
  broker: Broker,
  topics: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { versions, connectionPool } = broker as BrokerInternals;
  if (versions === undefined || connectionPool === undefined) throw unexpected('broker.connectionPool');
  if (topics.length === 0 || (versions[METADATA]?.maxVersion ?? 0) < WITH_IDS) return new Map();
  const found = await sendOf(connectionPool)({
    // By another name than kafkajs's own request, whose answers are looked at in other places.
    request: { apiKey: METADATA, apiVersion: WITH_IDS, apiName: 'TopicIds', encode: () => encoded(topics) },
    // An answer that cannot be read is told where that is found (answer-guard.ts).
    logResponseError: false,
    response: {
      decode: async (payload: Buffer) => readTopicIds(payload),
      parse: async (ids: unknown) => ids,
    },
  });
  return new Map(found.map(({ topic, id }) => [topic, id]));
}

/** In the form in which kafkajs takes what an encoder has written. */
async function encoded(
  topics: readonly string[],
): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }> {
  const bytes = writeTopics(topics);
  return { buf: bytes, buffer: bytes };
}

/**
 * The request behind client id: tags of the header; for each topic no id, its name, no tags; then three times "no" (create
 * them, tell what is allowed on the cluster, on the topics), no tags.
 */
function writeTopics(topics: readonly string[]): Buffer {
  const parts: Buffer[] = [Buffer.from([0]), uvarint(topics.length + 1)];
  for (const topic of topics) {
    const name = Buffer.from(topic);
    parts.push(Buffer.alloc(16), uvarint(name.length + 1), name, Buffer.from([0]));
  }
  return Buffer.concat([...parts, Buffer.from([0, 0, 0, 0])]);
}

function uvarint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return Buffer.from([...bytes, left]);
    bytes.push((left & 0x7f) | 0x80);
  }
}

/** Reads an answer of version 10 (Kafka protocol guide, "Metadata API"), behind its correlation id. */
export function readTopicIds(payload: Buffer): readonly TopicId[] {
  const from = new WireReader(payload);
  from.tags();
  from.int32(); // throttle time
  from.compactArray(() => {
    from.int32(); // broker: id, host, port, rack
    from.compactString();
    from.int32();
    from.compactString();
    from.tags();
  });
  from.compactString(); // cluster
  from.int32(); // controller
  const topics = from.compactArray(() => {
    const errorCode = from.int16();
    const topic = from.compactString();
    const id = from.hex(16);
    from.int8(); // internal
    from.compactArray(() => {
      from.int16(); // partition: error, number, leader, epoch; replicas, in sync, offline
      for (let field = 0; field < 3; field++) from.int32();
      for (let list = 0; list < 3; list++) from.compactArray(() => from.int32());
      from.tags();
    });
    from.int32(); // what is allowed
    from.tags();
    return { errorCode, topic, id };
  });
  return topics.filter(({ errorCode, id }) => errorCode === 0 && id !== NO_ID);
}
