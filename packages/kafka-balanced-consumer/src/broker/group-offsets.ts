import type { Broker, Cluster } from 'kafkajs';
import type { Starts } from '../assignor/user-data.js';
import type { Membership } from '../group/membership.js';
import { type InitialOffset, isFirstSight, startOffset } from '../group/start-offsets.js';
import { byTopic, partitionKey, plain, type TopicPartition } from '../topic-partition.js';
import type { CoordinatorTap } from './coordinator-tap.js';
import type { PartitionOffset, StartOffset } from './group-session.js';

/** Errors that say the coordinator is another broker now, or not there (Kafka protocol, error codes 15, 16). */
const COORDINATOR_MOVED = ['NOT_COORDINATOR_FOR_GROUP', 'GROUP_COORDINATOR_NOT_AVAILABLE'];

/** Offsets of a group and of its topics, asked for over the consumer's own connections. */
export class GroupOffsets {
  readonly #groupId: string;
  readonly #cluster: Cluster;
  readonly #tap: CoordinatorTap;

  constructor(groupId: string, cluster: Cluster, tap: CoordinatorTap) {
    this.#groupId = groupId;
    this.#cluster = cluster;
    this.#tap = tap;
  }

  /**
   * Commits under one membership. kafkajs's own commit is not used: it says nothing when it did not commit because
   * the consumer stops, and after a rebalance it repeats a failed request under the new generation, which the broker
   * accepts even for partitions that have moved away.
   */
  async commit(membership: Membership, offsets: readonly PartitionOffset[]): Promise<void> {
    const wanted = new Map(offsets.map((offset) => [partitionKey(offset), offset.offset]));
    await this.#ask((broker) =>
      broker.offsetCommit({
        groupId: this.#groupId,
        groupGenerationId: membership.generation,
        memberId: membership.memberId,
        topics: [...byTopic(offsets)].map(([topic, partitions]) => ({
          topic,
          partitions: partitions.map((partition) => ({
            partition,
            offset: String(wanted.get(partitionKey({ topic, partition }))),
          })),
        })),
      }),
    );
  }

  /** Committed offsets; a partition without one is missing. */
  async committed(partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    if (partitions.length === 0) return new Map();
    const { responses } = await this.#ask((broker) =>
      broker.offsetFetch({
        groupId: this.#groupId,
        // The request has no offsets; the type of kafkajs wants one.
        topics: [...byTopic(partitions)].map(([topic, list]) => ({
          topic,
          partitions: list.map((partition) => ({ partition, offset: '-1' })),
        })),
      }),
    );
    return new Map(flatten(responses).map((place) => [partitionKey(place), place.offset]));
  }

  /** First or end offsets of partitions; those whose leader is not known are missing. */
  async bounds(which: 'first' | 'end', partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    if (partitions.length === 0) return [];
    return this.#askLeaders(
      [...byTopic(partitions)].map(([topic, list]) => ({
        topic,
        partitions: list.map((partition) => ({ partition })),
        fromBeginning: which === 'first',
      })),
    );
  }

  /**
   * Where the partitions begin. Who cannot be asked for its first record, because it has no leader, begins at offset 0:
   * where that is gone, the broker says so once there is one, and the first record follows.
   */
  async starts(gained: readonly TopicPartition[], assigned: Starts): Promise<StartOffset[]> {
    const committed = await this.committed(gained);
    const without = gained.filter(
      (partition) =>
        !committed.has(partitionKey(partition)) &&
        assigned.get(partition.topic)?.get(partition.partition) === undefined,
    );
    const first = new Map(
      (await this.bounds('first', without)).map((place) => [partitionKey(place), place.offset]),
    );
    return gained.map((partition) => {
      const key = partitionKey(partition);
      const own = committed.get(key);
      const start = startOffset(own, assigned.get(partition.topic)?.get(partition.partition), first.get(key));
      return { ...partition, committed: own, ...start };
    });
  }

  /** The first record of each partition that is not older than `timestamp`; those without one are missing. */
  async atTime(timestamp: number, partitions: readonly TopicPartition[]): Promise<PartitionOffset[]> {
    if (partitions.length === 0) return [];
    return this.#askLeaders(
      [...byTopic(partitions)].map(([topic, list]) => ({
        topic,
        partitions: list.map((partition) => ({ partition })),
        fromTimestamp: timestamp,
      })),
    );
  }

  /**
   * Where all topics begin that the group has never seen. Nothing is said of those that begin at their first record.
   *
   * @param renewed - topics without a commit because they were made anew under the eyes of the group. All in them was
   * written since, so they begin at 0, whatever is said of first sight
   */
  async firstSightStarts(
    partitionCounts: ReadonlyMap<string, number>,
    initialOffset: InitialOffset,
    renewed: readonly string[] = [],
  ): Promise<Starts> {
    if (initialOffset === 'earliest') return new Map();
    const all = [...partitionCounts].flatMap(([topic, count]) =>
      Array.from({ length: count }, (_, partition) => ({ topic, partition })),
    );
    const committed = await this.committed(all);
    const unseen = [...partitionCounts.keys()].filter((topic) =>
      isFirstSight(
        new Map(
          all
            .filter((partition) => partition.topic === topic)
            .map((partition) => [partition.partition, committed.get(partitionKey(partition))]),
        ),
      ),
    );
    const begun = all.filter(({ topic }) => unseen.includes(topic));
    const atFirstSight = begun.filter(({ topic }) => !renewed.includes(topic));
    const places = [
      ...begun
        .filter(({ topic }) => renewed.includes(topic))
        .map((partition) => ({ ...partition, offset: 0 })),
      ...(await this.#placesOf(atFirstSight, initialOffset)),
    ];
    const starts = new Map<string, Map<number, number>>(unseen.map((topic) => [topic, new Map()]));
    for (const { topic, partition, offset } of places) starts.get(topic)?.set(partition, offset);
    return starts;
  }

  async #placesOf(
    partitions: readonly TopicPartition[],
    initialOffset: Exclude<InitialOffset, 'earliest'>,
  ): Promise<readonly PartitionOffset[]> {
    const ends = await this.bounds('end', partitions);
    // To begin elsewhere than at the first record is decided once, for all: nothing may be left to chance.
    const known = new Set(ends.map(partitionKey));
    const unknown = partitions.find((partition) => !known.has(partitionKey(partition)));
    if (unknown !== undefined) throw new Error(`${partitionKey(unknown)} has no leader`);
    if (initialOffset === 'latest') return ends;
    if ('timestamp' in initialOffset) {
      const found = await this.atTime(initialOffset.timestamp, partitions);
      const byKey = new Map(found.map((place) => [partitionKey(place), place]));
      return ends.map((end) => byKey.get(partitionKey(end)) ?? end);
    }
    const listed = new Set(partitions.map(partitionKey));
    const wanted = initialOffset.offsets.filter((place) => listed.has(partitionKey(place)));
    const first = new Map((await this.bounds('first', wanted)).map((at) => [partitionKey(at), at.offset]));
    const end = new Map(ends.map((at) => [partitionKey(at), at.offset]));
    return wanted.map((place) => {
      const key = partitionKey(place);
      const offset = Math.min(Math.max(place.offset, first.get(key) ?? 0), end.get(key) ?? place.offset);
      return { ...plain(place), offset };
    });
  }

  /**
   * kafkajs asks whom it takes for the leaders, and when one says that it is none, it leaves it at that: a topic that was
   * made anew, or a leader that moved, would be asked for in vain for as long as what it knows is not old. A member that
   * begins somewhere for the first time would join and join again until then. So who fails learns the leaders anew, and
   * whoever tries again finds them.
   */
  async #askLeaders(topics: Parameters<Cluster['fetchTopicsOffset']>[0]): Promise<PartitionOffset[]> {
    try {
      return flatten(await this.#cluster.fetchTopicsOffset(topics));
    } catch (error) {
      await this.#cluster.refreshMetadata().catch(() => {});
      throw error;
    }
  }

  async #ask<T>(request: (broker: Broker) => Promise<T>): Promise<T> {
    try {
      return await request(await this.#tap.coordinator(this.#groupId));
    } catch (error) {
      if (COORDINATOR_MOVED.includes(String((error as { type?: unknown })?.type))) this.#tap.forget();
      throw error;
    }
  }
}

/** Offsets as Kafka writes them, without the negative ones that stand for "none". */
function flatten(
  topics: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[],
): PartitionOffset[] {
  return topics.flatMap(({ topic, partitions }) =>
    partitions
      .map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
      .filter(({ offset }) => offset >= 0),
  );
}
