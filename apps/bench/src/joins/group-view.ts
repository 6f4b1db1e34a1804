import { median } from '../table.js';
import type { MemberWord } from './words.js';

/** Partitions of each member, by its number. */
export type Ownership = ReadonlyMap<number, readonly number[]>;

/** A group at rest. */
export interface Rest {
  readonly owned: Ownership;
  readonly generation: number;
}

/** What one change of the group came to. */
export interface ChangeFigures {
  /** Until every member owned its share again, milliseconds. */
  readonly ms: number;
  /** Generations that it took. */
  readonly generations: number;
  /** Most partitions of a member less the fewest. */
  readonly spread: number;
  /** Partitions that have another owner now. */
  readonly moved: number;
  /** The fewest that had to move for a fair share. */
  readonly leastMoved: number;
  /** How long members that stayed did not fetch, milliseconds: the middle one and the worst; NaN where nobody stayed. */
  readonly standstillMs: { readonly median: number; readonly worst: number };
}

/**
 * Who owns what, if the group has come to rest: each of these members has joined the same generation and not begun to
 * join anew, and every partition has exactly one owner.
 */
export function atRest(
  words: readonly MemberWord[],
  members: ReadonlySet<number>,
  partitions: number,
): Rest | undefined {
  const last = new Map<number, MemberWord>();
  for (const word of words) if (word.kind !== 'warning') last.set(word.member, word);
  const owned = new Map<number, readonly number[]>();
  const generations = new Set<number>();
  for (const member of members) {
    const word = last.get(member);
    if (word?.kind !== 'joined') return undefined;
    owned.set(member, word.partitions);
    generations.add(word.generation);
  }
  const all = [...owned.values()].flat();
  if (all.length !== partitions || new Set(all).size !== partitions) return undefined;
  const [generation] = generations;
  return generations.size === 1 && generation !== undefined ? { owned, generation } : undefined;
}

/** Most partitions of a member less the fewest. */
export function spreadOf(owned: Ownership): number {
  const counts = [...owned.values()].map((list) => list.length);
  return Math.max(...counts) - Math.min(...counts);
}

/** Partitions that have another owner, or have one for the first time. */
export function movedBetween(before: Ownership, after: Ownership): number {
  const owners = ownersOf(before);
  return [...ownersOf(after)].filter(([partition, member]) => owners.get(partition) !== member).length;
}

/** The fewest that must move so that the members of `after` have as many each as is fair. */
export function leastMoves(before: Ownership, after: Ownership): number {
  const partitions = [...after.values()].flat().length;
  const due = Math.floor(partitions / after.size);
  let withOneMore = partitions % after.size;
  let kept = 0;
  for (const member of after.keys()) {
    const own = before.get(member)?.length ?? 0;
    const more = own > due && withOneMore > 0;
    if (more) withOneMore--;
    kept += more ? due + 1 : Math.min(own, due);
  }
  return partitions - kept;
}

/** How long each member that stayed did not fetch: from its first word of a rebalance to its last join, milliseconds. */
export function standstills(words: readonly MemberWord[], stayed: ReadonlySet<number>): number[] {
  return [...stayed].flatMap((member) => {
    const own = words.filter((word) => word.member === member);
    const begun = own.find(({ kind }) => kind === 'joining');
    const joined = own.findLast(({ kind }) => kind === 'joined');
    return begun === undefined || joined === undefined ? [] : [joined.at - begun.at];
  });
}

/** The figures of a change, from what was said since it began. */
export function changeFigures(
  since: { readonly at: number; readonly words: readonly MemberWord[] },
  before: Rest,
  after: Rest,
): ChangeFigures {
  const stayed = new Set([...after.owned.keys()].filter((member) => before.owned.has(member)));
  const still = standstills(since.words, stayed);
  const end = Math.max(...since.words.filter(({ kind }) => kind === 'joined').map(({ at }) => at));
  return {
    ms: end - since.at,
    generations: after.generation - before.generation,
    spread: spreadOf(after.owned),
    moved: movedBetween(before.owned, after.owned),
    leastMoved: leastMoves(before.owned, after.owned),
    standstillMs: {
      median: median(still),
      worst: still.length === 0 ? Number.NaN : Math.max(...still),
    },
  };
}

function ownersOf(owned: Ownership): Map<number, number> {
  return new Map(
    [...owned].flatMap(([member, list]) => list.map((partition) => [partition, member] as const)),
  );
}
