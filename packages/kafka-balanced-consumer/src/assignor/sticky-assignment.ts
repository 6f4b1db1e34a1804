import { partitionKey, type TopicPartition } from '../topic-partition.js';
import type { Assignment, AssignmentMember } from './assignment.js';
import { balanceAlike } from './balance-alike.js';
import { balanceMixed } from './balance-mixed.js';
import { validClaims } from './claims.js';

/**
 * Spreads partitions over members: each partition goes to exactly one member that subscribes to its topic, the
 * spread is as fair as the subscriptions allow (never more than one apart where they are alike), and as few
 * partitions move as that fairness allows. The same input gives the same result on whichever member leads.
 *
 * @param partitionCounts - number of partitions of each topic
 */
export function assignSticky(
  members: readonly AssignmentMember[],
  partitionCounts: ReadonlyMap<string, number>,
): Assignment {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const partitions = wantedPartitions(sorted, partitionCounts);
  const claims = validClaims(sorted, new Set(partitions.map(partitionKey)));
  return subscribeAlike(sorted)
    ? balanceAlike(sorted, partitions, claims)
    : balanceMixed(sorted, partitions, claims);
}

/** All partitions that somebody subscribes to, by topic and number. */
function wantedPartitions(
  members: readonly AssignmentMember[],
  partitionCounts: ReadonlyMap<string, number>,
): TopicPartition[] {
  const topics = [...new Set(members.flatMap((member) => member.topics))].sort();
  return topics.flatMap((topic) =>
    Array.from({ length: partitionCounts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition })),
  );
}

function subscribeAlike(members: readonly AssignmentMember[]): boolean {
  const names = members.map((member) => JSON.stringify([...new Set(member.topics)].sort()));
  return names.every((name) => name === names[0]);
}
