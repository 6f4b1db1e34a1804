import type { Cluster } from 'kafkajs';
import { now } from '../clock.js';
import { type SendingPool, sendOf, tapPools, unexpected } from './client-internals.js';

/** Parts of kafkajs 2.2.4 on the way of metadata (cluster/index.js, network/connectionPool.js). */
interface ClusterInternals {
  readonly targetTopics?: ReadonlySet<string>;
}

interface ProtocolRequest {
  readonly request: { readonly apiName?: unknown };
  readonly response: { readonly parse?: (answer: MetadataAnswer) => Promise<MetadataAnswer> };
}

/** The answer to a request for metadata, as far as it is looked at (protocol/requests/metadata). */
interface MetadataAnswer {
  readonly topicMetadata: readonly {
    readonly topic: string;
    readonly topicErrorCode: number;
    readonly partitionMetadata: readonly {
      readonly partitionErrorCode: number;
      readonly partitionId: number;
    }[];
  }[];
}

/** Kafka's error codes for a topic that does not exist, and for a partition that has no leader at the moment. */
const UNKNOWN_TOPIC = 3;
const LEADER_NOT_AVAILABLE = 5;

/** Told of each topic in an answer: which of its partitions have no leader, or that there is no such topic. */
type OnTopic = (topic: string, without: readonly number[] | 'missing') => void;

/**
 * Takes partitions without a leader, and topics that are gone, as what they are. kafkajs throws away the whole answer to a
 * request for metadata where one of them is in it, and asks again: a single dead broker with the only replica of one
 * partition, or one topic that was deleted, then keeps members from reading all the others, and patterns from seeing any
 * topic. Here such a partition stays in the answer, with −1 as its leader, so that no broker is asked for it; and such a
 * topic stays there without a partition. If it was left out, kafkajs would ask again before every single fetch.
 *
 * A topic that is asked for alone keeps its error: that is how to learn whether it exists.
 *
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function bearWithoutLeaders(cluster: Cluster, onTopic: OnTopic = () => {}): void {
  tapPools<SendingPool<ProtocolRequest, unknown>>(cluster, (pool) => {
    const send = sendOf(pool);
    pool.send = (protocol) => {
      if (protocol.request?.apiName !== 'Metadata') return send(protocol);
      const { parse } = protocol.response;
      if (typeof parse !== 'function') throw unexpected('protocol of metadata');
      const bearing = (answer: MetadataAnswer) => parse(withoutErrors(answer, onTopic));
      return send({ ...protocol, response: { ...protocol.response, parse: bearing } });
    };
  });
  leaveOutLeaderless(cluster);
}

function withoutErrors(answer: MetadataAnswer, onTopic: OnTopic): MetadataAnswer {
  const isOne = answer.topicMetadata.length === 1;
  const topicMetadata = answer.topicMetadata.map((topic) => {
    if (topic.topicErrorCode === UNKNOWN_TOPIC) {
      if (isOne) return topic;
      onTopic(topic.topic, 'missing');
      return { ...topic, topicErrorCode: 0, partitionMetadata: [] };
    }
    const without = topic.partitionMetadata.filter(isWithoutLeader);
    onTopic(
      topic.topic,
      without.map(({ partitionId }) => partitionId),
    );
    if (without.length === 0) return topic;
    const partitionMetadata = topic.partitionMetadata.map((partition) =>
      isWithoutLeader(partition) ? { ...partition, partitionErrorCode: 0, leader: -1 } : partition,
    );
    return { ...topic, partitionMetadata };
  });
  return { ...answer, topicMetadata };
}

function isWithoutLeader({ partitionErrorCode }: { readonly partitionErrorCode: number }): boolean {
  return partitionErrorCode === LEADER_NOT_AVAILABLE;
}

/**
 * kafkajs looks for the broker −1 to ask it for the offsets of partitions without a leader, and gets none at all. It takes
 * an offset that is missing in the answer as one to be asked for again, and fetches the other partitions.
 */
function leaveOutLeaderless(cluster: Cluster): void {
  if (typeof cluster.fetchTopicsOffset !== 'function') throw unexpected('cluster.fetchTopicsOffset');
  const fetchTopicsOffset = cluster.fetchTopicsOffset.bind(cluster);
  cluster.fetchTopicsOffset = async (topics) => {
    const led = topics.map((asked) => {
      const leaders = new Map(
        cluster
          .findTopicPartitionMetadata(asked.topic)
          .map(({ partitionId, leader }) => [partitionId, leader]),
      );
      const partitions = asked.partitions.filter(({ partition }) => (leaders.get(partition) ?? 0) >= 0);
      return { ...asked, partitions };
    });
    const answers = await fetchTopicsOffset(led);
    const answered = new Set(answers.map(({ topic }) => topic));
    const without = topics.filter(({ topic }) => !answered.has(topic));
    return [...answers, ...without.map(({ topic }) => ({ topic, partitions: [] }))];
  };
}

/** What a watch over leaders works with. */
export interface LeaderWatchParts {
  readonly cluster: Cluster;
  /** Told of each topic that is read whenever it is known which of its partitions are without a leader for longer. */
  readonly onChange: (topic: string, without: readonly number[]) => void;
  /** A topic that is read is gone. */
  readonly onMissing: () => void;
}

/** How often partitions without a leader, and topics that are gone, are asked for, milliseconds; an election takes less. */
const ASK_AGAIN_MS = 500;

/** How long a topic that is gone is asked for so often, milliseconds; afterwards with everything else. */
const GONE_FOR_GOOD_MS = 10_000;

/**
 * Knows which partitions have no leader, tells of those that have none for longer, and asks until they have one. Topics that
 * are gone are asked for too: a broker that has just started may not know all of them yet.
 */
export class LeaderWatch {
  readonly #parts: LeaderWatchParts;
  /** By topic: since when each partition has no leader. */
  readonly #without = new Map<string, Map<number, number>>();
  /** By topic: since when it is gone. */
  readonly #missing = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected */
  constructor(parts: LeaderWatchParts) {
    this.#parts = parts;
    bearWithoutLeaders(parts.cluster, (topic, without) => {
      if (this.#stopped || !(parts.cluster as ClusterInternals).targetTopics?.has(topic)) return;
      if (without === 'missing') this.#gone(topic);
      else this.#seen(topic, without);
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #gone(topic: string): void {
    const at = now();
    const since = this.#missing.get(topic);
    this.#missing.set(topic, since ?? at);
    if (since === undefined) this.#parts.onMissing();
    if (at - (since ?? at) < GONE_FOR_GOOD_MS) this.#askSoon();
  }

  #seen(topic: string, without: readonly number[]): void {
    this.#missing.delete(topic);
    const before = this.#without.get(topic);
    if (before === undefined && without.length === 0) return;
    const at = now();
    const since = new Map(without.map((partition) => [partition, before?.get(partition) ?? at]));
    this.#without.set(topic, since);
    if (since.size === 0) this.#without.delete(topic);
    else this.#askSoon();
    this.#parts.onChange(
      topic,
      without.filter((partition) => at - (since.get(partition) as number) >= ASK_AGAIN_MS),
    );
  }

  /** The answer comes by the same way as all others, and asks once more where that is needed. */
  #askSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#parts.cluster.refreshMetadata().catch(() => {
        if (!this.#stopped && this.#without.size + this.#missing.size > 0) this.#askSoon();
      });
    }, ASK_AGAIN_MS).unref();
  }
}
