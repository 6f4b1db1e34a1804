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
import { chainOf } from './failure.js';
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

/** How often, and how long, partitions without a leader are given to choose one, milliseconds. */
const LEADER_ATTEMPTS = 4;
const LEADER_WAIT_MS = 250;

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

interface LedPartition {
  readonly partition: number;
  /** −1 for none. */
  readonly leader: number;
}

/*
 * kafkajs's admin client is not used: each of its questions that begins with metadata, and most do, fails as a whole where one
 * partition of some topic has no leader, which is what is to be found out.
 */
class KafkajsCheckup implements KafkaCheckup {
  readonly #options: KafkaCheckupOptions;
  readonly #cluster: Cluster;
  #connecting: Promise<void> | undefined;
  #known: Promise<void> | undefined;

  constructor(options: KafkaCheckupOptions) {
    this.#options = options;
    this.#cluster = clusterOf(options, RETRIES);
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
      const partitions = (await this.#partitions(topic)).map(({ partition }) => partition);
      const [first, end, committed] = await Promise.all([
        this.#offsets(topic, partitions, true),
        this.#offsets(topic, partitions, false),
        this.#committed(topic, partitions),
      ]);
      return partitions.flatMap((partition) => {
        const [low, high] = [first.get(partition), end.get(partition)];
        if (low === undefined || high === undefined) return [];
        return [{ partition, first: low, end: high, committed: committed.get(partition) }];
      });
    });
  }

  topic(name: string): Promise<TopicFacts> {
    return this.#ask(`describe topic ${name}`, async () => {
      const told = await this.#orRefusal(() => this.#partitions(name));
      if (typeof told === 'string') return { state: told };
      // Asked for beside others, a topic that does not exist is one without partitions.
      if (told.length === 0) return { state: 'missing' };
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

  /** Its partitions, in order. */
  async #partitions(topic: string): Promise<readonly LedPartition[]> {
    await this.#cluster.addMultipleTargetTopics([topic]);
    await this.#cluster.refreshMetadataIfNecessary();
    for (let attempt = 1; ; attempt++) {
      const partitions = this.#cluster
        .findTopicPartitionMetadata(topic)
        .map(({ partitionId, leader }) => ({ partition: partitionId, leader }))
        .sort((a, b) => a.partition - b.partition);
      if (attempt === LEADER_ATTEMPTS || partitions.every(({ leader }) => leader >= 0)) return partitions;
      await setTimeout(LEADER_WAIT_MS);
      await this.#cluster.refreshMetadata();
    }
  }

  /** Where partitions begin or end; those without a leader are missing. */
  async #offsets(
    topic: string,
    partitions: readonly number[],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<number, number>> {
    const asked = { topic, partitions: partitions.map((partition) => ({ partition })), fromBeginning };
    return byPartition(await this.#cluster.fetchTopicsOffset([asked]));
  }

  async #committed(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, number>> {
    const { groupId } = this.#options;
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    // The request has no offsets; the type of kafkajs wants one.
    const asked = { topic, partitions: partitions.map((partition) => ({ partition, offset: '-1' })) };
    return byPartition((await coordinator.offsetFetch({ groupId, topics: [asked] })).responses);
  }

  /** At the end there is nothing to fetch, so no record travels; the right to read is looked at first. */
  async #mayFetch(topic: string, { partition, leader }: LedPartition): Promise<boolean> {
    const end = (await this.#offsets(topic, [partition], false)).get(partition) ?? 0;
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
      this.#connecting ??= this.#cluster.connect();
      await this.#connecting;
      return await act();
    } catch (error) {
      throw inOurWords(this.#options, what, error);
    }
  }
}

/** Offsets of one topic as Kafka writes them, without the negative ones that stand for "none". */
function byPartition(
  topics: readonly {
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[],
): ReadonlyMap<number, number> {
  const all = topics.flatMap(({ partitions }) => partitions);
  const offsets = all.map(({ partition, offset }) => [partition, Number(offset)] as const);
  return new Map(offsets.filter(([, offset]) => offset >= 0));
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
