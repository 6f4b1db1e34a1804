import { partitionKey, type TopicPartition } from '../topic-partition.js';
import type { AssignmentMember } from './assignment.js';

/** Who rightly claims what: member id by partition key. */
export type Claims = ReadonlyMap<string, string>;

/**
 * Sorts out claims to partitions. The claim of the younger generation wins, so that a member that was away does not
 * get back what others have worked on since. Two claims of one generation cannot both be true: the member whose id
 * sorts first keeps it, so that every leader decides alike.
 *
 * @param members - sorted by id
 * @param existing - keys of the partitions that exist
 */
export function validClaims(members: readonly AssignmentMember[], existing: ReadonlySet<string>): Claims {
  const best = new Map<string, AssignmentMember>();
  for (const member of members) {
    const topics = new Set(member.topics);
    for (const partition of member.owned) {
      const key = partitionKey(partition);
      if (!existing.has(key) || !topics.has(partition.topic)) continue;
      const rival = best.get(key);
      if (rival === undefined || rival.generation < member.generation) best.set(key, member);
    }
  }
  return new Map([...best].map(([key, member]) => [key, member.id]));
}

/** The partitions each member keeps if every claim is honoured, and the ones that nobody claims. */
export function honourClaims(
  members: readonly AssignmentMember[],
  partitions: readonly TopicPartition[],
  claims: Claims,
): { readonly owned: Map<string, TopicPartition[]>; readonly free: TopicPartition[] } {
  const owned = new Map<string, TopicPartition[]>(members.map((member) => [member.id, []]));
  const free: TopicPartition[] = [];
  for (const partition of partitions) {
    const claimant = claims.get(partitionKey(partition));
    (claimant === undefined ? free : (owned.get(claimant) ?? free)).push(partition);
  }
  return { owned, free };
}
