import type { TopicPartition } from '../topic-partition.js';
import type { Assignment, AssignmentMember } from './assignment.js';
import { type Claims, honourClaims } from './claims.js';

/**
 * Balance where all members subscribe to the same topics. With p partitions and m members everybody gets p ÷ m,
 * and p mod m members one more. Who claims more than its due keeps as much of it as it may have, and the places with
 * one more go first to those who claim that many: that leaves the fewest partitions to move.
 */
export function balanceAlike(
  members: readonly AssignmentMember[],
  partitions: readonly TopicPartition[],
  claims: Claims,
): Assignment {
  const { owned, free } = honourClaims(members, partitions, claims);
  const due = Math.floor(partitions.length / members.length);
  let placesWithOneMore = partitions.length % members.length;
  const most = members.map((member) => owned.get(member.id) as TopicPartition[]);
  for (const list of [...most].sort((a, b) => b.length - a.length)) {
    const keep = list.length > due && placesWithOneMore > 0 ? due + 1 : Math.min(due, list.length);
    if (keep > due) placesWithOneMore--;
    free.push(...list.splice(keep));
  }
  for (const partition of free) receiver(most, partition.topic).push(partition);
  return owned;
}

/** The list that is shortest; among those the one with the fewest partitions of this topic. */
function receiver(lists: readonly TopicPartition[][], topic: string): TopicPartition[] {
  let best = lists[0] as TopicPartition[];
  let bestOfTopic = ofTopic(best, topic);
  for (const list of lists) {
    if (list.length > best.length) continue;
    const own = ofTopic(list, topic);
    if (list.length < best.length || own < bestOfTopic) {
      best = list;
      bestOfTopic = own;
    }
  }
  return best;
}

function ofTopic(list: readonly TopicPartition[], topic: string): number {
  let count = 0;
  for (const partition of list) if (partition.topic === topic) count++;
  return count;
}
