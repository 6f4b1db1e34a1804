import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker, Cluster } from 'kafkajs';
import { ofAnyBroker } from './any-broker.js';

/** A partition, and the broker that leads it. */
export interface LedPartition {
  readonly partition: number;
  /** −1 for none. */
  readonly leader: number;
}

interface AskableBroker extends Broker {
  listOffsets(request: {
    topics: readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
    }[];
  }): Promise<{ readonly responses: TopicOffsets }>;
}

type TopicOffsets = readonly {
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}[];

/** How often, and how long, partitions without a leader are given to choose one, milliseconds. */
const ATTEMPTS = 4;
const WAIT_MS = 250;

/** What stands for the ends of a log in a question for offsets by time (Kafka protocol guide, "ListOffsets API"). */
const TIMES = { first: -2, end: -1 } as const;

/**
 * Questions about one topic each. kafkajs's own keep a list of all topics that were ever asked for and ask for these together,
 * so that one which is forbidden fails the questions about all others that are asked meanwhile; those of its admin client fail
 * also where a single partition has no leader.
 */
export class TopicQuestions {
  readonly #cluster: Cluster;

  /** @param cluster - connected, one that bears partitions without a leader */
  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Its partitions, in order. Rejects where there is no such topic. */
  async partitions(topic: string): Promise<readonly LedPartition[]> {
    for (let attempt = 1; ; attempt++) {
      const { topicMetadata } = await (await ofAnyBroker(this.#cluster, async (broker) => broker)).metadata([
        topic,
      ]);
      const partitions = (topicMetadata[0]?.partitionMetadata ?? [])
        .map(({ partitionId, leader }) => ({ partition: partitionId, leader }))
        .sort((a, b) => a.partition - b.partition);
      if (attempt === ATTEMPTS || partitions.every(({ leader }) => leader >= 0)) return partitions;
      await sleep(WAIT_MS);
    }
  }

  /** Where partitions begin or end; those without a leader are missing. */
  async bounds(
    which: 'first' | 'end',
    topic: string,
    partitions: readonly LedPartition[],
  ): Promise<ReadonlyMap<number, number>> {
    const timestamp = TIMES[which];
    const leaders = new Set(partitions.flatMap(({ leader }) => (leader < 0 ? [] : leader)));
    const answers = await Promise.all(
      [...leaders].map(async (nodeId) => {
        const broker = (await this.#cluster.findBroker({ nodeId: String(nodeId) })) as AskableBroker;
        const asked = partitions
          .filter(({ leader }) => leader === nodeId)
          .map(({ partition }) => ({ partition, timestamp }));
        return (await broker.listOffsets({ topics: [{ topic, partitions: asked }] })).responses;
      }),
    );
    return byPartition(answers.flat());
  }

  /** What a group has committed; partitions without a commit are missing. */
  async committed(
    groupId: string,
    topic: string,
    partitions: readonly LedPartition[],
  ): Promise<ReadonlyMap<number, number>> {
    const coordinator = await this.#cluster.findGroupCoordinator({ groupId });
    // The request has no offsets; the type of kafkajs wants one.
    const asked = partitions.map(({ partition }) => ({ partition, offset: '-1' }));
    const request = { groupId, topics: [{ topic, partitions: asked }] };
    return byPartition((await coordinator.offsetFetch(request)).responses);
  }
}

/** Offsets of one topic as Kafka writes them, without the negative ones that stand for "none". */
function byPartition(topics: TopicOffsets): ReadonlyMap<number, number> {
  const all = topics.flatMap(({ partitions }) => partitions);
  const offsets = all.map(({ partition, offset }) => [partition, Number(offset)] as const);
  return new Map(offsets.filter(([, offset]) => offset >= 0));
}
