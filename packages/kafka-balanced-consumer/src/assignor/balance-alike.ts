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
  const holders = most.map(holderOf);
  for (const partition of free) give(receiver(holders, partition.topic), partition);
  return owned;
}

/** A member's list, and how many of it belong to each topic: counted along, not each time anew. */
interface Holder {
  readonly list: TopicPartition[];
  readonly perTopic: Map<string, number>;
}

function holderOf(list: TopicPartition[]): Holder {
  const perTopic = new Map<string, number>();
  for (const { topic } of list) perTopic.set(topic, (perTopic.get(topic) ?? 0) + 1);
  return { list, perTopic };
}

function give({ list, perTopic }: Holder, partition: TopicPartition): void {
  list.push(partition);
  perTopic.set(partition.topic, (perTopic.get(partition.topic) ?? 0) + 1);
}

/** Who has fewest; among those who has the fewest partitions of this topic. */
function receiver(holders: readonly Holder[], topic: string): Holder {
  let best = holders[0] as Holder;
  let bestOfTopic = best.perTopic.get(topic) ?? 0;
  for (const holder of holders) {
    if (holder.list.length > best.list.length) continue;
    const own = holder.perTopic.get(topic) ?? 0;
    if (holder.list.length < best.list.length || own < bestOfTopic) {
      best = holder;
      bestOfTopic = own;
    }
  }
  return best;
}
