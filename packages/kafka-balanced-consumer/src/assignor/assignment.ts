import type { TopicPartition } from '../topic-partition.js';

/** What a member says of itself when it joins. */
export interface AssignmentMember {
  readonly id: string;
  readonly topics: readonly string[];
  /** What it owned last. */
  readonly owned: readonly TopicPartition[];
  /** The generation in which it owned that; -1 where it has none. */
  readonly generation: number;
}

/** Partitions of each member, by member id. Every member has an entry. */
export type Assignment = Map<string, TopicPartition[]>;
