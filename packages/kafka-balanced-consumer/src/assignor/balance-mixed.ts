import type { TopicPartition } from '../topic-partition.js';
import type { Assignment, AssignmentMember } from './assignment.js';
import { type Claims, honourClaims } from './claims.js';

/** A member while partitions are moved about: what it holds, by topic. */
interface Holder {
  readonly id: string;
  readonly topics: ReadonlySet<string>;
  readonly held: Map<string, TopicPartition[]>;
  load: number;
}

/**
 * Balance where members subscribe to different topics. Claims are honoured first, what is free goes to the member
 * with the least, and then partitions move along chains (a gives to b, b gives to c) from a member to one with at
 * least two fewer, until no such chain is left. Then no other assignment is fairer.
 */
export function balanceMixed(
  members: readonly AssignmentMember[],
  partitions: readonly TopicPartition[],
  claims: Claims,
): Assignment {
  const { owned, free } = honourClaims(members, partitions, claims);
  const holders = members.map((member): Holder => {
    const holder: Holder = { id: member.id, topics: new Set(member.topics), held: new Map(), load: 0 };
    for (const partition of owned.get(member.id) ?? []) give(holder, partition);
    return holder;
  });
  for (const partition of free) {
    const takers = holders.filter((holder) => holder.topics.has(partition.topic));
    give(
      takers.reduce((least, holder) => (holder.load < least.load ? holder : least)),
      partition,
    );
  }
  while (evenOut(holders)) {
    // Each round moves load down by one; it ends when nothing can be moved.
  }
  return new Map(holders.map((holder) => [holder.id, [...holder.held.values()].flat()]));
}

function give(holder: Holder, partition: TopicPartition): void {
  const list = holder.held.get(partition.topic);
  if (list === undefined) holder.held.set(partition.topic, [partition]);
  else list.push(partition);
  holder.load++;
}

function take(holder: Holder, topic: string): TopicPartition {
  holder.load--;
  return holder.held.get(topic)?.pop() as TopicPartition;
}

/** Finds one chain from a loaded member to one with at least two fewer, and moves along it. */
function evenOut(holders: readonly Holder[]): boolean {
  for (const from of [...holders].sort((a, b) => b.load - a.load)) {
    const chain = chainFrom(from, holders);
    if (chain === undefined) continue;
    // From the far end on, so that each member gives what it had and not what it has just got.
    for (const { giver, topic, taker } of chain) give(taker, take(giver, topic));
    return true;
  }
  return false;
}

interface Step {
  readonly giver: Holder;
  readonly topic: string;
  readonly taker: Holder;
}

/** The shortest chain (last step first) that ends at a member with at least two partitions fewer than `from`. */
function chainFrom(from: Holder, holders: readonly Holder[]): Step[] | undefined {
  const reachedBy = new Map<Holder, Step>();
  const queue = [from];
  for (const giver of queue) {
    for (const [topic, list] of giver.held) {
      if (list.length === 0) continue;
      for (const taker of holders) {
        if (taker === from || reachedBy.has(taker) || !taker.topics.has(topic)) continue;
        reachedBy.set(taker, { giver, topic, taker });
        if (taker.load <= from.load - 2) return backFrom(taker, from, reachedBy);
        queue.push(taker);
      }
    }
  }
  return undefined;
}

function backFrom(end: Holder, from: Holder, reachedBy: ReadonlyMap<Holder, Step>): Step[] {
  const chain: Step[] = [];
  for (let at = end; at !== from; ) {
    const step = reachedBy.get(at) as Step;
    chain.push(step);
    at = step.giver;
  }
  return chain;
}
