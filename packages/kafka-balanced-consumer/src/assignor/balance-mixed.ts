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
  const takers = takersOf(holders);
  for (const partition of free) give(least(takers.get(partition.topic) ?? []), partition);
  evenOut(holders, takers);
  return new Map(holders.map((holder) => [holder.id, [...holder.held.values()].flat()]));
}

function least(holders: readonly Holder[]): Holder {
  return holders.reduce((best, holder) => (holder.load < best.load ? holder : best));
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

/** Who subscribes to each topic. */
type Takers = ReadonlyMap<string, readonly Holder[]>;

function takersOf(holders: readonly Holder[]): Takers {
  const takers = new Map<string, Holder[]>();
  for (const holder of holders) {
    for (const topic of holder.topics) {
      const list = takers.get(topic);
      if (list === undefined) takers.set(topic, [holder]);
      else list.push(holder);
    }
  }
  return takers;
}

/** What was looked through from some member and leads to nobody with so few partitions that moving one helps. */
interface Settled {
  readonly holders: Set<Holder>;
  readonly topics: Set<string>;
}

/**
 * Moves partitions along chains until no chain is left. The member with the most goes first. Where it finds no chain,
 * nobody that it reaches can find one: they have no more than it has, and reach nobody else. So they and the topics
 * on the way are settled, and no later search enters them: whatever moves afterwards moves among the rest. That keeps
 * the work within members × topics for each partition that moves; a leader that thinks for long sends no heartbeats.
 */
function evenOut(holders: readonly Holder[], takers: Takers): void {
  const settled: Settled = { holders: new Set(), topics: new Set() };
  for (;;) {
    const rest = holders.filter((holder) => !settled.holders.has(holder));
    if (rest.length === 0) return;
    const from = rest.reduce((best, holder) => (holder.load > best.load ? holder : best));
    // From the far end on, so that each member gives what it had and not what it has just got.
    for (const { giver, topic, taker } of chainFrom(from, takers, settled)) give(taker, take(giver, topic));
  }
}

interface Step {
  readonly giver: Holder;
  readonly topic: string;
  readonly taker: Holder;
}

/**
 * The shortest chain (last step first) that ends at a member with at least two partitions fewer than `from`. Without
 * one it is empty, and all that was looked through is settled.
 */
function chainFrom(from: Holder, takers: Takers, settled: Settled): readonly Step[] {
  const reachedBy = new Map<Holder, Step>();
  const passed = new Set<string>();
  const queue = [from];
  for (const giver of queue) {
    for (const [topic, list] of giver.held) {
      if (list.length === 0 || passed.has(topic) || settled.topics.has(topic)) continue;
      passed.add(topic);
      for (const taker of takers.get(topic) ?? []) {
        if (taker === from || reachedBy.has(taker) || settled.holders.has(taker)) continue;
        reachedBy.set(taker, { giver, topic, taker });
        if (taker.load <= from.load - 2) return backFrom(taker, from, reachedBy);
        queue.push(taker);
      }
    }
  }
  for (const holder of queue) settled.holders.add(holder);
  for (const topic of passed) settled.topics.add(topic);
  return [];
}

function backFrom(end: Holder, from: Holder, reachedBy: ReadonlyMap<Holder, Step>): readonly Step[] {
  const chain: Step[] = [];
  for (let at = end; at !== from; ) {
    const step = reachedBy.get(at) as Step;
    chain.push(step);
    at = step.giver;
  }
  return chain;
}
