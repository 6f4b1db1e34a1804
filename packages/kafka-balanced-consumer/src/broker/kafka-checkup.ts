import { setTimeout } from 'node:timers/promises';
import type { Admin, Broker, Cluster } from 'kafkajs';
import { ConsumerError, isConsumerError, messageOf } from '../errors.js';
import type { BalancedConsumerOptions } from '../options.js';
import type {
  ClusterBroker,
  GroupFacts,
  KafkaCheckup,
  KafkaCheckupOptions,
  PartitionPlace,
  SelectedTopics,
  TopicFacts,
} from '../probe/checkup.js';
import { describeLogin } from '../security/sasl.js';
import { selectTopics } from '../topics/topic-selection.js';
import { ASSIGNOR_NAME } from './assigner.js';
import { clusterOf } from './cluster.js';
import { chainOf } from './failure.js';
import { kafkaClient } from './kafka-client.js';
import { refusedLogin } from './login.js';

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
    this.#cluster = clusterOf(options, RETRIES);
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

  selected({
    topics,
    exclude = [],
  }: Pick<BalancedConsumerOptions, 'topics' | 'exclude'>): Promise<SelectedTopics> {
    const { names, hasPatterns, matches } = selectTopics(topics, exclude);
    return this.#ask('list topics', async () => {
      const all = hasPatterns ? await this.#admin.listTopics() : [];
      return {
        named: names,
        matched: all.filter((topic) => matches(topic) && !names.includes(topic)).sort(),
      };
    });
  }

  places(topic: string): Promise<readonly PartitionPlace[]> {
    const { groupId } = this.#options;
    return this.#ask(`ask for the offsets of group ${groupId} in ${topic}`, async () => {
      const [bounds, groups] = await Promise.all([
        this.#admin.fetchTopicOffsets(topic),
        this.#admin.fetchOffsets({ groupId, topics: [topic] }),
      ]);
      const offsets = groups.flatMap(({ partitions }) => partitions);
      const committed = new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
      const inOrder = [...bounds].sort((a, b) => a.partition - b.partition);
      return inOrder.map(({ partition, low, high }) => {
        const offset = committed.get(partition) ?? -1;
        return {
          partition,
          first: Number(low),
          end: Number(high),
          committed: offset < 0 ? undefined : offset,
        };
      });
    });
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
