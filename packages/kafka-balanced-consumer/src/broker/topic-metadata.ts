import type { Broker, Cluster } from 'kafkajs';
import type { BrokerOptions } from '../options.js';
import { ofAnyBroker } from './any-broker.js';
import { clusterOf } from './cluster.js';
import { chainOf, isUnknownTopic } from './failure.js';

/**
 * What the brokers know about topics, asked for by a client of its own: kafkajs's admin client fails as a whole where one
 * partition of one topic has no leader.
 */
export class TopicMetadata {
  readonly #cluster: Cluster;
  readonly #addresses: number;

  /** @throws ConsumerError `KBC_INTERNALS` with another version of kafkajs */
  constructor(options: BrokerOptions, retries: number) {
    this.#cluster = clusterOf(options, retries);
    this.#addresses = options.brokers.length;
  }

  /** Names of all topics that this client may see. */
  async names(): Promise<string[]> {
    const { topicMetadata } = await this.#ofAnyBroker((broker) => broker.metadata([]));
    return topicMetadata.map(({ topic }) => topic);
  }

  /** Number of partitions; undefined where there is no such topic. */
  async partitions(topic: string): Promise<number | undefined> {
    return (await this.#ofAnyBroker((broker) => leadersOf(broker, topic)))?.length;
  }

  /** Whether every broker that can be reached knows so many partitions of the topic, or more, and a leader of each. */
  async isReady(topic: string, partitions: number): Promise<boolean> {
    await this.#connect();
    await this.#cluster.refreshMetadata();
    for (const nodeId of this.#cluster.getNodeIds()) {
      const broker = await this.#cluster.findBroker({ nodeId: String(nodeId) }).catch(() => undefined);
      if (broker === undefined) continue;
      const leaders = await leadersOf(broker, topic);
      if (leaders === undefined || leaders.length < partitions) return false;
      if (leaders.some((leader) => leader < 0)) return false;
    }
    return true;
  }

  /** Disconnects. Never rejects. */
  async close(): Promise<void> {
    await this.#cluster.disconnect().catch(() => {});
  }

  /** By the first address that answers: with each failure kafkajs goes on to the next one, and then it is to be told again. */
  async #connect(): Promise<void> {
    for (let left = this.#addresses; ; left--) {
      try {
        await this.#cluster.connect();
        return;
      } catch (error) {
        const unreachable = chainOf(error).some(({ name }) => name === 'KafkaJSConnectionError');
        if (left <= 1 || !unreachable) throw error;
      }
    }
  }

  async #ofAnyBroker<T>(ask: (broker: Broker) => Promise<T>): Promise<T> {
    await this.#connect();
    await this.#cluster.refreshMetadataIfNecessary();
    return ofAnyBroker(this.#cluster, ask);
  }
}

/** Leaders of a topic's partitions, −1 for one without; undefined where there is no such topic. */
async function leadersOf(broker: Broker, topic: string): Promise<number[] | undefined> {
  try {
    const { topicMetadata } = await broker.metadata([topic]);
    return topicMetadata[0]?.partitionMetadata.map(({ leader }) => leader);
  } catch (error) {
    if (isUnknownTopic(error)) return undefined;
    throw error;
  }
}
