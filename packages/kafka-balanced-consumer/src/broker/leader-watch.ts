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
    readonly partitionMetadata: readonly {
      readonly partitionErrorCode: number;
      readonly partitionId: number;
    }[];
  }[];
}

/** Kafka's error code for a partition that has no leader at the moment. */
const LEADER_NOT_AVAILABLE = 5;

/**
 * Takes partitions without a leader as what they are. kafkajs throws away the whole answer to a request for metadata
 * where one partition of one topic has none, and asks again: a single dead broker with the only replica of one partition
 * then keeps members from reading all the others, and patterns from seeing any topic. Here such a partition stays in the
 * answer, with −1 as its leader, so that no broker is asked for it.
 *
 * @param onAnswer - told of each topic in an answer, with those of its partitions that have no leader
 * @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected
 */
export function bearWithoutLeaders(
  cluster: Cluster,
  onAnswer: (topic: string, without: readonly number[]) => void = () => {},
): void {
  tapPools<SendingPool<ProtocolRequest, unknown>>(cluster, (pool) => {
    const send = sendOf(pool);
    pool.send = (protocol) => {
      if (protocol.request?.apiName !== 'Metadata') return send(protocol);
      const { parse } = protocol.response;
      if (typeof parse !== 'function') throw unexpected('protocol of metadata');
      const bearing = (answer: MetadataAnswer) => parse(withoutErrors(answer, onAnswer));
      return send({ ...protocol, response: { ...protocol.response, parse: bearing } });
    };
  });
  leaveOutLeaderless(cluster);
}

function withoutErrors(
  answer: MetadataAnswer,
  onAnswer: (topic: string, without: readonly number[]) => void,
): MetadataAnswer {
  const topicMetadata = answer.topicMetadata.map((topic) => {
    const without = topic.partitionMetadata.filter(isWithoutLeader);
    onAnswer(
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
}

/** How often partitions without a leader are asked for, milliseconds; an election takes less, as it is. */
const ASK_AGAIN_MS = 500;

/** Knows which partitions have no leader, tells of those that have none for longer, and asks until they have one. */
export class LeaderWatch {
  readonly #parts: LeaderWatchParts;
  /** By topic: since when each partition has no leader. */
  readonly #without = new Map<string, Map<number, number>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @throws ConsumerError `KBC_INTERNALS` where kafkajs is not as expected */
  constructor(parts: LeaderWatchParts) {
    this.#parts = parts;
    bearWithoutLeaders(parts.cluster, (topic, without) => this.#seen(topic, without));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #seen(topic: string, without: readonly number[]): void {
    const { cluster, onChange } = this.#parts;
    if (this.#stopped || !(cluster as ClusterInternals).targetTopics?.has(topic)) return;
    const before = this.#without.get(topic);
    if (before === undefined && without.length === 0) return;
    const at = now();
    const since = new Map(without.map((partition) => [partition, before?.get(partition) ?? at]));
    this.#without.set(topic, since);
    if (since.size === 0) this.#without.delete(topic);
    else this.#timer ??= setTimeout(() => this.#askAgain(), ASK_AGAIN_MS).unref();
    onChange(
      topic,
      without.filter((partition) => at - (since.get(partition) as number) >= ASK_AGAIN_MS),
    );
  }

  #askAgain(): void {
    this.#timer = undefined;
    // The answer comes by the same way, and sets the timer again where it is needed.
    this.#parts.cluster.refreshMetadata().catch(() => {
      if (this.#stopped || this.#without.size === 0) return;
      this.#timer ??= setTimeout(() => this.#askAgain(), ASK_AGAIN_MS).unref();
    });
  }
}
