import { setTimeout } from 'node:timers/promises';
import type { Admin, Broker, Cluster } from 'kafkajs';
import { ConsumerError, isConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { describeLogin } from '../security/sasl.js';
import { ASSIGNOR_NAME } from './assigner.js';
import { bareCluster } from './bare-cluster.js';
import { chainOf } from './failure.js';
import { kafkaClient } from './kafka-client.js';
import { refusedLogin } from './login.js';

/** A broker as the cluster names it to its clients. */
export interface ClusterBroker {
  readonly id: number;
  /** `host:port`, from its `advertised.listeners`. */
  readonly address: string;
}

/** What is known of a topic. A topic that this login may not see is either missing or forbidden: Kafka decides. */
export type TopicFacts =
  | { readonly state: 'missing' | 'forbidden' }
  | {
      readonly state: 'there';
      readonly partitions: number;
      /** Partitions that have no leader at the moment. */
      readonly leaderless: readonly number[];
      /** Whether its records may be read (READ on the topic). Undefined where no partition has a leader. */
      readonly readable: boolean | undefined;
    };

/** What is known of a group. */
export type GroupFacts =
  | { readonly state: 'forbidden' }
  | {
      readonly state: 'there';
      readonly members: number;
      /** The assignor of its members where it is not ours: then ours cannot join. */
      readonly otherAssignor: string | undefined;
    };

/** Options of {@link createKafkaCheckup}. */
export interface KafkaCheckupOptions extends BrokerOptions {
  readonly groupId: string;
}

/**
 * Questions that show whether a consumer could work: they read, and change nothing. Each throws a `ConsumerError`:
 * `KBC_LOGIN` and `KBC_TOKEN` where the login fails, `KBC_AUTH` where a right is missing that the question itself needs,
 * else `KBC_ADMIN_FAILED`.
 */
export interface KafkaCheckup {
  /** Logs in, and asks for the brokers of the cluster. */
  brokers(): Promise<readonly ClusterBroker[]>;
  /** Names of all topics that this login may see. */
  topicNames(): Promise<readonly string[]>;
  /** Looks at a topic and tries, with a fetch at its end, whether it may be read. Never creates it. */
  topic(name: string): Promise<TopicFacts>;
  /** Looks at the group and tries, with a heartbeat of a member that does not exist, whether it may be joined. */
  group(): Promise<GroupFacts>;
  /** Disconnects. Safe to call twice. */
  close(): Promise<void>;
}

/** Makes a checkup. It connects with the first question. */
export function createKafkaCheckup(options: KafkaCheckupOptions): KafkaCheckup {
  return new KafkajsCheckup(options);
}

/** Enough for a group whose offsets topic is being made, and for a leader that is just being chosen. */
const RETRIES = 4;

/** The first question after a group makes the brokers create, or load, their topic of offsets. */
const COORDINATOR_COMING: readonly string[] = [
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'GROUP_LOAD_IN_PROGRESS',
];
const COORDINATOR_ATTEMPTS = 20;
const COORDINATOR_WAIT_MS = 250;

interface AskableBroker extends Broker {
  findGroupCoordinator(request: {
    groupId: string;
    coordinatorType: number;
  }): Promise<{ coordinator: { nodeId: number } }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  fetch(request: object): Promise<unknown>;
}

class KafkajsCheckup implements KafkaCheckup {
  readonly #options: KafkaCheckupOptions;
  readonly #admin: Admin;
  readonly #cluster: Cluster;
  #connecting: Promise<unknown> | undefined;
  #known: Promise<void> | undefined;

  constructor(options: KafkaCheckupOptions) {
    this.#options = options;
    this.#admin = kafkaClient(options, { warning: () => {} }, { retries: RETRIES }).admin();
    this.#cluster = bareCluster(options, options.groupId, RETRIES);
  }

  brokers(): Promise<readonly ClusterBroker[]> {
    return this.#ask('ask for the brokers', async () => {
      const { brokers } = await this.#admin.describeCluster();
      return brokers.map(({ nodeId, host, port }) => ({
        id: nodeId,
        address: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      }));
    });
  }

  topicNames(): Promise<readonly string[]> {
    return this.#ask('list topics', () => this.#admin.listTopics());
  }

  topic(name: string): Promise<TopicFacts> {
    return this.#ask(`describe topic ${name}`, async () => {
      const told = await this.#orRefusal(() => this.#admin.fetchTopicMetadata({ topics: [name] }));
      if (typeof told === 'string') return { state: told };
      const partitions = told.topics[0]?.partitions ?? [];
      const leaderless = partitions.filter(({ leader }) => leader < 0).map(({ partitionId }) => partitionId);
      const led = partitions.find(({ leader }) => leader >= 0);
      const readable =
        led === undefined ? undefined : await this.#mayFetch(name, led.partitionId, led.leader);
      return { state: 'there', partitions: partitions.length, leaderless, readable };
    });
  }

  group(): Promise<GroupFacts> {
    const { groupId } = this.#options;
    return this.#ask(`look at group ${groupId}`, async () => {
      const joinable = await this.#orRefusal(() => this.#mayJoin());
      if (joinable !== true) return { state: 'forbidden' };
      const { groups } = await this.#admin.describeGroups([groupId]);
      const { members = [], protocol = '' } = groups[0] ?? {};
      const other = members.length > 0 && protocol !== '' && protocol !== ASSIGNOR_NAME;
      return { state: 'there', members: members.length, otherAssignor: other ? protocol : undefined };
    });
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => {});
    await Promise.all([this.#admin.disconnect(), this.#cluster.disconnect()]).catch(() => {});
  }

  /** At the end there is nothing to fetch, so no record travels; the right to read is looked at first. */
  async #mayFetch(topic: string, partition: number, leader: number): Promise<boolean> {
    const ends = await this.#admin.fetchTopicOffsets(topic);
    const end = ends.find((each) => each.partition === partition)?.high ?? '0';
    const broker = await this.#broker(leader);
    const partitions = [{ partition, fetchOffset: end, maxBytes: 1 }];
    const request = { replicaId: -1, isolationLevel: 1, maxWaitTime: 1, minBytes: 0, maxBytes: 1 };
    const answer = await this.#orRefusal(() => broker.fetch({ ...request, topics: [{ topic, partitions }] }));
    return answer !== 'forbidden';
  }

  /** It needs READ on the group, as joining does, and the group does not notice it. */
  async #mayJoin(): Promise<boolean> {
    const { groupId } = this.#options;
    const { brokers } = await this.#admin.describeCluster();
    for (let attempt = 1; ; attempt++) {
      try {
        // kafkajs's own search for the coordinator keeps to itself why a broker would not name it.
        const broker = await this.#broker(brokers[attempt % brokers.length]?.nodeId ?? 0);
        const { coordinator } = await broker.findGroupCoordinator({ groupId, coordinatorType: 0 });
        const heart = await this.#broker(coordinator.nodeId);
        await heart.heartbeat({ groupId, groupGenerationId: 0, memberId: 'nobody' });
        return true;
      } catch (error) {
        const types = chainOf(error).map(({ type }) => String(type));
        if (types.includes('UNKNOWN_MEMBER_ID') || types.includes('ILLEGAL_GENERATION')) return true;
        if (attempt === COORDINATOR_ATTEMPTS || !types.some((type) => COORDINATOR_COMING.includes(type)))
          throw error;
        await setTimeout(COORDINATOR_WAIT_MS);
      }
    }
  }

  async #broker(nodeId: number): Promise<AskableBroker> {
    this.#known ??= this.#cluster.refreshMetadata();
    await this.#known;
    return (await this.#cluster.findBroker({ nodeId: String(nodeId) })) as AskableBroker;
  }

  async #orRefusal<T>(act: () => Promise<T>): Promise<T | 'missing' | 'forbidden'> {
    try {
      return await act();
    } catch (error) {
      const types = chainOf(error).map(({ type }) => String(type));
      if (types.some((type) => type.endsWith('_AUTHORIZATION_FAILED'))) return 'forbidden';
      if (types.includes('UNKNOWN_TOPIC_OR_PARTITION')) return 'missing';
      throw error;
    }
  }

  async #ask<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      this.#connecting ??= Promise.all([this.#admin.connect(), this.#cluster.connect()]);
      await this.#connecting;
      return await act();
    } catch (error) {
      throw inOurWords(this.#options, what, error);
    }
  }
}

/** Our own error in the chain, as that of a token that could not be had, says more than kafkajs's around it. */
function inOurWords({ sasl }: KafkaCheckupOptions, what: string, error: unknown): ConsumerError {
  const links = chainOf(error);
  const own = links.find(isConsumerError);
  if (own?.code !== 'KBC_TOKEN' && refusedLogin(sasl, error) !== undefined) {
    const who = sasl === undefined ? 'without a login' : describeLogin(sasl);
    const words = `the brokers refused ${who}: ${messageOf(own ?? error)}`;
    return new ConsumerError('KBC_LOGIN', words, { cause: error });
  }
  const forbidden = links.some(({ type }) => String(type).endsWith('_AUTHORIZATION_FAILED'));
  const code = own?.code === 'KBC_TOKEN' ? 'KBC_TOKEN' : forbidden ? 'KBC_AUTH' : 'KBC_ADMIN_FAILED';
  return new ConsumerError(code, `could not ${what}: ${messageOf(own ?? error)}`, { cause: error });
}
