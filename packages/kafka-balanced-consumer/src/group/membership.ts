import { partitionKey, type TopicPartition } from '../topic-partition.js';

/** One membership: who we are in the group, since which generation, and what we own. */
export interface Membership {
  readonly memberId: string;
  /** Kafka's generation of the group. */
  readonly generation: number;
  readonly partitions: readonly TopicPartition[];
}

/** What a join changed. */
export interface JoinDifference {
  readonly kept: readonly TopicPartition[];
  readonly gained: readonly TopicPartition[];
  readonly lost: readonly TopicPartition[];
}

/**
 * Compares two memberships. A partition is *kept* only where nobody else can have owned it in between: the same
 * member id, and the very next generation (or the same one again). After a skipped generation it may have been with
 * another member, who committed further or not as far, so it counts as lost and gained anew.
 */
export function differenceOf(before: Membership | undefined, now: Membership): JoinDifference {
  const unbroken =
    before !== undefined &&
    before.memberId === now.memberId &&
    (now.generation === before.generation || now.generation === before.generation + 1);
  const owned = new Set(unbroken ? before.partitions.map(partitionKey) : []);
  const owns = new Set(now.partitions.map(partitionKey));
  return {
    kept: now.partitions.filter((partition) => owned.has(partitionKey(partition))),
    gained: now.partitions.filter((partition) => !owned.has(partitionKey(partition))),
    lost: (before?.partitions ?? []).filter((partition) => !unbroken || !owns.has(partitionKey(partition))),
  };
}
