import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import type { TopicPartition } from '../topic-partition.js';
import { kafkaClient } from './kafka-client.js';
import { refusedLogin } from './login.js';
import { TopicMetadata } from './topic-metadata.js';

/** Kafka's number for topics among what has settings. kafkajs does not name it as an export that ES modules see. */
const TOPIC_RESOURCE = 2;

/** How often kafkajs tries a request again. */
const RETRIES = 5;

/** Longest time until all brokers know a new topic and its leaders, and how often they are asked; milliseconds. */
const LEADER_MS = 30_000;
const LEADER_POLL_MS = 100;

/** A partition and an offset in it. */
export interface OffsetOfPartition extends TopicPartition {
  readonly offset: number;
}

/** First offset of a partition, and the one its next record will get. */
export interface PartitionBounds extends TopicPartition {
  readonly first: number;
  readonly end: number;
}

/** Questions to the brokers about topics and groups, and the few changes that belong to them. Each throws `KBC_ADMIN_FAILED`. */
export interface TopicAdmin {
  /** Makes a topic and waits until every partition has a leader. Answers false where it existed already. */
  createTopic(topic: string, partitions: number, replicationFactor?: number): Promise<boolean>;
  /** Gives a topic more partitions, `partitions` in all, and waits until each has a leader. */
  growTopic(topic: string, partitions: number): Promise<void>;
  deleteTopic(topic: string): Promise<void>;
  /** Deletes the records before the given offsets. */
  deleteRecords(
    topic: string,
    before: readonly { readonly partition: number; readonly offset: number }[],
  ): Promise<void>;
  /** Number of partitions; undefined where the topic does not exist. */
  topicPartitions(topic: string): Promise<number | undefined>;
  /** Where the partitions of a topic begin and end, in their order. */
  bounds(topic: string): Promise<PartitionBounds[]>;
  /**
   * Of each partition, in order, the offset of the first record that is not older than `timestamp` (milliseconds since
   * the epoch); its end where there is none.
   */
  offsetsAt(topic: string, timestamp: number): Promise<OffsetOfPartition[]>;
  /** A setting of a topic, as `cleanup.policy`; undefined where there is none of that name. Needs DESCRIBE_CONFIGS. */
  topicSetting(topic: string, name: string): Promise<string | undefined>;
  /** What a group has committed in a topic; partitions without a commit are missing. */
  committedOffsets(groupId: string, topic: string): Promise<OffsetOfPartition[]>;
  /** Deletes a group and its offsets. It must have no members. */
  deleteGroup(groupId: string): Promise<void>;
  /** Disconnects. Safe to call twice. */
  close(): Promise<void>;
}

/** Makes an admin client. It connects with the first call. */
export function createTopicAdmin(options: BrokerOptions): TopicAdmin {
  return new KafkajsAdmin(kafkaClient(options, { warning: () => {} }, { retries: RETRIES }).admin(), options);
}

class KafkajsAdmin implements TopicAdmin {
  readonly #admin: Admin;
  readonly #metadata: TopicMetadata;
  readonly #sasl: BrokerOptions['sasl'];
  #connecting: Promise<void> | undefined;

  constructor(admin: Admin, options: BrokerOptions) {
    this.#admin = admin;
    this.#metadata = new TopicMetadata(options, RETRIES);
    this.#sasl = options.sasl;
  }

  createTopic(topic: string, partitions: number, replicationFactor = 1): Promise<boolean> {
    const topics = [{ topic, numPartitions: partitions, replicationFactor }];
    return this.#do(`create topic ${topic}`, async () => {
      const made = await this.#admin.createTopics({ topics, waitForLeaders: false });
      // One that was there may have fewer partitions than are asked for.
      await this.#untilLed(topic, made ? partitions : 1);
      return made;
    });
  }

  async growTopic(topic: string, partitions: number): Promise<void> {
    const topicPartitions = [{ topic, count: partitions }];
    await this.#do(`grow topic ${topic}`, async () => {
      await this.#admin.createPartitions({ topicPartitions });
      await this.#untilLed(topic, partitions);
    });
  }

  deleteTopic(topic: string): Promise<void> {
    return this.#do(`delete topic ${topic}`, () => this.#admin.deleteTopics({ topics: [topic] }));
  }

  deleteRecords(
    topic: string,
    before: readonly { readonly partition: number; readonly offset: number }[],
  ): Promise<void> {
    const partitions = before.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
    return this.#do(`delete records of ${topic}`, async () => {
      // kafkajs looks for the leaders in what it knows, and learns of a topic by asking for its offsets.
      await this.#admin.fetchTopicOffsets(topic);
      await this.#admin.deleteTopicRecords({ topic, partitions });
    });
  }

  topicPartitions(topic: string): Promise<number | undefined> {
    return this.#do(`describe topic ${topic}`, () => this.#metadata.partitions(topic));
  }

  bounds(topic: string): Promise<PartitionBounds[]> {
    return this.#do(`ask for the ends of ${topic}`, async () =>
      (await this.#admin.fetchTopicOffsets(topic))
        .map(({ partition, low, high }) => ({ topic, partition, first: Number(low), end: Number(high) }))
        .sort((a, b) => a.partition - b.partition),
    );
  }

  offsetsAt(topic: string, timestamp: number): Promise<OffsetOfPartition[]> {
    return this.#do(`ask for the offsets of ${topic} by time`, async () =>
      (await this.#admin.fetchTopicOffsetsByTimestamp(topic, timestamp))
        .map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
        .sort((a, b) => a.partition - b.partition),
    );
  }

  topicSetting(topic: string, name: string): Promise<string | undefined> {
    return this.#do(`ask for the settings of ${topic}`, async () => {
      const resource = { type: TOPIC_RESOURCE, name: topic, configNames: [name] };
      const { resources } = await this.#admin.describeConfigs({
        resources: [resource],
        includeSynonyms: false,
      });
      return resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue;
    });
  }

  committedOffsets(groupId: string, topic: string): Promise<OffsetOfPartition[]> {
    return this.#do(`ask for the offsets of group ${groupId}`, async () =>
      (await this.#admin.fetchOffsets({ groupId, topics: [topic] })).flatMap(({ partitions }) =>
        partitions
          .map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
          .filter(({ offset }) => offset >= 0),
      ),
    );
  }

  async deleteGroup(groupId: string): Promise<void> {
    await this.#do(`delete group ${groupId}`, () => this.#admin.deleteGroups([groupId]));
  }

  /**
   * kafkajs's own wait takes an answer that the topic is unknown for a failure. On a busy cluster that is the first
   * answer: the controller has made the topic, and the broker that is asked has not heard of it yet. So each is asked.
   */
  async #untilLed(topic: string, partitions: number): Promise<void> {
    for (const startedAt = performance.now(); !(await this.#isLed(topic, partitions)); ) {
      if (performance.now() - startedAt > LEADER_MS) throw new Error('its partitions got no leader');
      await sleep(LEADER_POLL_MS);
    }
  }

  /**
   * A leader that everybody names may not know yet that it is one, for some of its partitions. It then takes one part of
   * a request and refuses the other, and kafkajs sends the whole of it again: the first records of a new topic would be
   * there twice. So each leader is asked for the ends of its partitions, which it refuses for as long.
   */
  async #isLed(topic: string, partitions: number): Promise<boolean> {
    if (!(await this.#metadata.isReady(topic, partitions))) return false;
    return this.#admin.fetchTopicOffsets(topic).then(
      (ends) => ends.length >= partitions,
      () => false,
    );
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => {});
    await this.#metadata.close();
    await this.#admin.disconnect();
  }

  async #do<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      this.#connecting ??= this.#admin.connect();
      await this.#connecting;
      return await act();
    } catch (error) {
      this.#connecting = undefined;
      const reason = messageOf(refusedLogin(this.#sasl, error) ?? error);
      throw new ConsumerError('KBC_ADMIN_FAILED', `could not ${what}: ${reason}`, { cause: error });
    }
  }
}
