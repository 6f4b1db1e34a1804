import type { Cluster } from 'kafkajs';
import { messageOf } from '../errors.js';
import { type TopicChanges, TopicTracker } from '../topics/topic-changes.js';
import {
  type FoundTopics,
  findTopics,
  type TopicDirectory,
  type TopicSelection,
} from '../topics/topic-selection.js';
import type { CoordinatorTap } from './coordinator-tap.js';
import { chainOf, isUnknownTopic } from './failure.js';
import { topicIds } from './topic-ids.js';

/** What the watch works with. */
export interface TopicWatchParts {
  readonly selection: TopicSelection;
  readonly intervalMs: number;
  readonly groupId: string;
  readonly cluster: Cluster;
  readonly tap: CoordinatorTap;
  readonly onChange: (changes: TopicChanges) => void;
  readonly onWarning: (message: string) => void;
  /** Told the ids of the topics that are read, after each join and with each look. */
  readonly onIds: (ids: ReadonlyMap<string, string>) => void;
}

/**
 * Longest time until the second look at a topic that was gone at the first, milliseconds: time enough for a broker that has
 * just started.
 */
const LOOK_AGAIN_MS = 5000;

/** kafkajs keeps the topics it asks metadata for here; one that is gone would fail every request for the others. */
interface ClusterTopics {
  readonly targetTopics?: Set<string>;
}

/**
 * Keeps the subscription of a running member in line with the topics that exist. kafkajs resolves a subscription once;
 * but it hands the assigner the very list that it works with, and reads it anew with each join. So topics are changed in
 * place there, and a join is asked for: partitions that stay go on from where they are.
 */
export class TopicWatch {
  readonly #parts: TopicWatchParts;
  readonly #tracker: TopicTracker;
  readonly #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  /** Ids of topics when they were last assigned to somebody. */
  readonly #assignedIds = new Map<string, string>();
  #missing: ReadonlySet<string>;
  #looking = false;
  #stopped = false;

  constructor(parts: TopicWatchParts, { found, missing }: FoundTopics) {
    this.#parts = parts;
    this.#tracker = new TopicTracker(found);
    this.#missing = new Set(missing);
    earliestByDefault(parts.cluster);
    this.#timer = setInterval(() => void this.#look(), parts.intervalMs).unref();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#again);
  }

  /** A topic that is read is said to be gone: looks now, and not only when it is time. */
  look(): void {
    void this.#look();
  }

  /** The group has spread the partitions of all topics that are known to have some. */
  async assigned(): Promise<void> {
    const { cluster } = this.#parts;
    const spread = this.#tracker.topics.filter(
      (topic) => cluster.findTopicPartitionMetadata(topic).length > 0,
    );
    const ids = await this.identify();
    for (const topic of spread) {
      const id = ids.get(topic);
      if (id !== undefined) this.#assignedIds.set(topic, id);
    }
  }

  /** Topics that were made anew since their partitions were last assigned to somebody, as far as brokers tell. */
  async madeAnew(): Promise<readonly string[]> {
    const ids = await this.#ids();
    return [...ids].flatMap(([topic, id]) => ((this.#assignedIds.get(topic) ?? id) === id ? [] : topic));
  }

  /** Asks which topics these are by their ids: one of the same name may be another. Where nobody answers, the next time tells. */
  async identify(): Promise<ReadonlyMap<string, string>> {
    try {
      const ids = await this.#ids();
      if (!this.#stopped) this.#parts.onIds(ids);
      return ids;
    } catch {
      // A broker that does not answer is told elsewhere.
      return new Map();
    }
  }

  /** Writes the topics in force into the list that kafkajs joins with. */
  apply(subscribed: string[]): readonly string[] {
    subscribed.splice(0, subscribed.length, ...this.#tracker.topics);
    return subscribed;
  }

  async #ids(): Promise<ReadonlyMap<string, string>> {
    const { tap, groupId } = this.#parts;
    return topicIds(await tap.coordinator(groupId), this.#tracker.topics);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const { selection, groupId, tap } = this.#parts;
      const found = await findTopics(
        selection,
        directoryOf(async () => tap.coordinator(groupId)),
      );
      if (this.#stopped) return;
      this.#tellMissing(found.missing);
      const changes = this.#tracker.update(found);
      if (changes !== undefined) await this.#change(changes);
      if (this.#tracker.isInDoubt) this.#lookAgain();
      await this.identify();
    } catch (error) {
      // A broker that does not answer is told elsewhere; what is read stays as it is.
      if (!this.#stopped && this.#parts.selection.hasPatterns) {
        this.#parts.onWarning(`cannot list the topics, trying again: ${messageOf(error)}`);
      }
    } finally {
      this.#looking = false;
    }
  }

  #lookAgain(): void {
    const { intervalMs } = this.#parts;
    clearTimeout(this.#again);
    if (!this.#stopped && intervalMs > LOOK_AGAIN_MS) {
      this.#again = setTimeout(() => void this.#look(), LOOK_AGAIN_MS).unref();
    }
  }

  async #change(changes: TopicChanges): Promise<void> {
    const { cluster, tap, onChange } = this.#parts;
    for (const topic of changes.removed) (cluster as ClusterTopics).targetTopics?.delete(topic);
    // The join asks once more; this only saves it a warning about partitions that it does not know.
    if (changes.added.length > 0) await cluster.addMultipleTargetTopics([...changes.added]).catch(() => {});
    if (this.#stopped) return;
    onChange(changes);
    tap.rejoin();
  }

  #tellMissing(missing: readonly string[]): void {
    const fresh = missing.filter((topic) => !this.#missing.has(topic));
    this.#missing = new Set(missing);
    for (const topic of fresh) this.#parts.onWarning(missingWords(topic));
  }
}

/** What is said about a topic that is missing while others are there. */
export function missingWords(topic: string): string {
  return `topic ${topic} does not exist: the others are read, and it is looked for again`;
}

/**
 * kafkajs knows a first offset for topics that were there at the start; for others it would take the end, or fail
 * outright, where a place is lost from the log. The first record is right for all, see `subscribe` in the session.
 */
function earliestByDefault(cluster: Cluster): void {
  const at = cluster as Cluster & { defaultOffset?: (of: { fromBeginning?: boolean }) => number };
  const original = at.defaultOffset?.bind(cluster);
  if (original === undefined) return;
  at.defaultOffset = (of) => original({ fromBeginning: of?.fromBeginning ?? true });
}

/** A directory over one broker's metadata requests. */
function directoryOf(broker: () => ReturnType<CoordinatorTap['coordinator']>): TopicDirectory {
  return {
    async has(topic) {
      try {
        await (await broker()).metadata([topic]);
        return true;
      } catch (error) {
        if (isUnknownTopic(error)) return false;
        // A partition without a leader for the moment: the topic is there.
        if (chainOf(error).some(({ type }) => type === 'LEADER_NOT_AVAILABLE')) return true;
        throw error;
      }
    },
    async all() {
      const { topicMetadata } = await (await broker()).metadata([]);
      return topicMetadata.map(({ topic }) => topic);
    },
  };
}
