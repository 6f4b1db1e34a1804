import { setTimeout } from 'node:timers/promises';
import type { Broker, Cluster } from 'kafkajs';
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
import { chainOf, isUnknownTopic } from './failure.js';
import { refusedLogin } from './login.js';
import { type LedPartition, TopicQuestions } from './topic-questions.js';

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

interface DescribedGroup {
  readonly members?: readonly unknown[];
  readonly protocol?: string;
}

/*
 * kafkajs's admin client is not used: each of its questions that begins with metadata, and most do, fails as a whole where one
 * partition of some topic has no leader, which is what is to be found out.
 */
class KafkajsCheckup implements KafkaCheckup {
  readonly #options: KafkaCheckupOptions;
  readonly #cluster: Cluster;
  readonly #topics: TopicQuestions;
  #connecting: Promise<void> | undefined;

  constructor(options: KafkaCheckupOptions) {
    this.#options = options;
    this.#cluster = clusterOf(options, RETRIES);
    this.#topics = new TopicQuestions(this.#cluster);
  }

  brokers(): Promise<readonly ClusterBroker[]> {
    return this.#ask('ask for the brokers', async () => {
      const { brokers } = await this.#cluster.metadata();
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
      const { topicMetadata } = hasPatterns ? await this.#cluster.metadata() : { topicMetadata: [] };
      const all = topicMetadata.map(({ topic }) => topic);
      return {
        named: names,
        matched: all.filter((topic) => matches(topic) && !names.includes(topic)).sort(),
      };
    });
  }

  places(topic: string): Promise<readonly PartitionPlace[]> {
    const { groupId } = this.#options;
    return this.#ask(`ask for the offsets of group ${groupId} in ${topic}`, async () => {
      const partitions = await this.#topics.partitions(topic);
      const [first, end, committed] = await Promise.all([
        this.#topics.bounds('first', topic, partitions),
        this.#topics.bounds('end', topic, partitions),
        this.#topics.committed(groupId, topic, partitions),
      ]);
      return partitions.flatMap(({ partition }) => {
        const [low, high] = [first.get(partition), end.get(partition)];
        if (low === undefined || high === undefined) return [];
        return [{ partition, first: low, end: high, committed: committed.get(partition) }];
      });
    });
  }

  topic(name: string): Promise<TopicFacts> {
    return this.#ask(`describe topic ${name}`, async () => {
      const told = await this.#orRefusal(() => this.#topics.partitions(name));
      if (typeof told === 'string') return { state: told };
      const leaderless = told.filter(({ leader }) => leader < 0).map(({ partition }) => partition);
      const led = told.find(({ leader }) => leader >= 0);
      const readable = led === undefined ? undefined : await this.#mayFetch(name, led);
      return { state: 'there', partitions: told.length, leaderless, readable };
    });
  }

  group(): Promise<GroupFacts> {
    const { groupId } = this.#options;
    return this.#ask(`look at group ${groupId}`, async () => {
      const joinable = await this.#orRefusal(() => this.#mayJoin());
      if (joinable !== true) return { state: 'forbidden' };
      const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
      const { groups } = await coordinator.describeGroups({ groupIds: [groupId] });
      const { members = [], protocol = '' }: DescribedGroup = groups[0] ?? {};
      const other = members.length > 0 && protocol !== '' && protocol !== ASSIGNOR_NAME;
      return { state: 'there', members: members.length, otherAssignor: other ? protocol : undefined };
    });
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => {});
    await this.#cluster.disconnect().catch(() => {});
  }

  /** At the end there is nothing to fetch, so no record travels; the right to read is looked at first. */
  async #mayFetch(topic: string, { partition, leader }: LedPartition): Promise<boolean> {
    const end = (await this.#topics.bounds('end', topic, [{ partition, leader }])).get(partition) ?? 0;
    const broker = await this.#broker(leader);
    const partitions = [{ partition, fetchOffset: String(end), maxBytes: 1 }];
    const request = { replicaId: -1, isolationLevel: 1, maxWaitTime: 1, minBytes: 0, maxBytes: 1 };
    const answer = await this.#orRefusal(() => broker.fetch({ ...request, topics: [{ topic, partitions }] }));
    return answer !== 'forbidden';
  }

  /** It needs READ on the group, as joining does, and the group does not notice it. */
  async #mayJoin(): Promise<boolean> {
    const { groupId } = this.#options;
    const { brokers } = await this.#cluster.metadata();
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

  async #connect(): Promise<void> {
    await this.#cluster.connect();
    // All questions need to know the brokers.
    await this.#cluster.refreshMetadata();
  }

  async #broker(nodeId: number): Promise<AskableBroker> {
    return (await this.#cluster.findBroker({ nodeId: String(nodeId) })) as AskableBroker;
  }

  async #orRefusal<T>(act: () => Promise<T>): Promise<T | 'missing' | 'forbidden'> {
    try {
      return await act();
    } catch (error) {
      const types = chainOf(error).map(({ type }) => String(type));
      if (types.some((type) => type.endsWith('_AUTHORIZATION_FAILED'))) return 'forbidden';
      if (isUnknownTopic(error)) return 'missing';
      throw error;
    }
  }

  async #ask<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      this.#connecting ??= this.#connect();
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
