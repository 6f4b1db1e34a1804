import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Assignment, AssignmentMember } from '../../../src/assignor/assignment.js';
import { assignSticky } from '../../../src/assignor/sticky-assignment.js';
import { partitionKey, type TopicPartition } from '../../../src/topic-partition.js';

const TOPICS = ['a', 'b', 'c'];

function membersOf(
  raw: { topics: string[]; owned: [string, number][]; generation: number }[],
): AssignmentMember[] {
  return raw.map(({ topics, owned, generation }, i) => ({
    id: `m${i}`,
    topics,
    owned: owned.map(([topic, partition]) => ({ topic, partition })),
    generation,
  }));
}

const claim = fc.tuple(fc.constantFrom(...TOPICS), fc.integer({ min: 0, max: 4 }));
const member = (topics: fc.Arbitrary<string[]>) =>
  fc.record({
    topics,
    owned: fc.array(claim, { maxLength: 8 }),
    generation: fc.integer({ min: -1, max: 3 }),
  });
const alike = fc.array(member(fc.constant(TOPICS)), { minLength: 1, maxLength: 4 }).map(membersOf);
const mixed = fc
  .array(member(fc.subarray(TOPICS, { minLength: 1 })), { minLength: 1, maxLength: 4 })
  .map(membersOf);
const counts = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }))
  .map((numbers) => new Map(TOPICS.map((topic, i) => [topic, numbers[i] as number])));

function expectComplete(members: AssignmentMember[], partitions: TopicPartition[], assignment: Assignment) {
  const given = [...assignment.values()].flat().map(partitionKey).sort();
  expect(given).toEqual(partitions.map(partitionKey).sort());
  for (const { id, topics } of members) {
    for (const { topic } of assignment.get(id) ?? []) expect(topics).toContain(topic);
  }
}

function wanted(members: AssignmentMember[], partitionCounts: Map<string, number>): TopicPartition[] {
  return [...partitionCounts].flatMap(([topic, count]) =>
    members.some((each) => each.topics.includes(topic))
      ? Array.from({ length: count }, (_, partition) => ({ topic, partition }))
      : [],
  );
}

/** Every assignment there is, as a list of member indexes by partition. */
function* everyAssignment(members: AssignmentMember[], partitions: TopicPartition[]): Generator<number[]> {
  const takers = partitions.map(({ topic }) =>
    members.flatMap((each, i) => (each.topics.includes(topic) ? [i] : [])),
  );
  const digits = partitions.map(() => 0);
  for (;;) {
    yield digits.map((digit, i) => takers[i]?.[digit] as number);
    let i = 0;
    while (i < digits.length && (digits[i] as number) + 1 === takers[i]?.length) digits[i++] = 0;
    if (i === digits.length) return;
    digits[i] = (digits[i] as number) + 1;
  }
}

function loadsOf(owners: number[], members: number): number[] {
  const loads = new Array<number>(members).fill(0);
  for (const owner of owners) loads[owner] = (loads[owner] as number) + 1;
  return loads;
}

const unfairness = (loads: number[]) => loads.reduce((sum, load) => sum + load * load, 0);

/** Owner by the youngest claim; none where two members claim the same in one generation (either may keep it). */
function rightfulOwner(members: AssignmentMember[], partition: TopicPartition): number[] {
  const claimants = members.flatMap((each, i) =>
    each.topics.includes(partition.topic) &&
    each.owned.some((own) => partitionKey(own) === partitionKey(partition))
      ? [i]
      : [],
  );
  const youngest = Math.max(...claimants.map((i) => members[i]?.generation as number));
  return claimants.filter((i) => members[i]?.generation === youngest).slice(0, 1);
}

describe('assignSticky', () => {
  test('alike subscriptions: complete, at most one apart, and no fewer moves are possible', () => {
    fc.assert(
      fc.property(alike, counts, (members, partitionCounts) => {
        const partitions = wanted(members, partitionCounts);
        const assignment = assignSticky(members, partitionCounts);
        expectComplete(members, partitions, assignment);
        const loads = [...assignment.values()].map((list) => list.length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        if (partitions.length > 7) return;
        const owners = partitions.map((partition) => rightfulOwner(members, partition)[0]);
        let mostKept = 0;
        for (const candidate of everyAssignment(members, partitions)) {
          const spread = loadsOf(candidate, members.length);
          if (Math.max(...spread) - Math.min(...spread) > 1) continue;
          mostKept = Math.max(mostKept, candidate.filter((owner, i) => owner === owners[i]).length);
        }
        const kept = partitions.filter((partition, i) =>
          assignment
            .get(members[owners[i] ?? -1]?.id ?? '')
            ?.some((own) => partitionKey(own) === partitionKey(partition)),
        );
        expect(kept).toHaveLength(mostKept);
      }),
      { numRuns: 300 },
    );
  });

  test('mixed subscriptions: complete, honoured, and no fairer spread is possible', () => {
    fc.assert(
      fc.property(mixed, counts, (members, partitionCounts) => {
        const partitions = wanted(members, partitionCounts);
        const assignment = assignSticky(members, partitionCounts);
        expectComplete(members, partitions, assignment);
        if (partitions.length > 6) return;
        let fairest = Number.POSITIVE_INFINITY;
        for (const candidate of everyAssignment(members, partitions)) {
          fairest = Math.min(fairest, unfairness(loadsOf(candidate, members.length)));
        }
        expect(unfairness([...assignment.values()].map((list) => list.length))).toBe(fairest);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing moves when the same members ask again, and the order in which they ask is all the same', () => {
    fc.assert(
      fc.property(fc.oneof(alike, mixed), counts, (members, partitionCounts) => {
        const first = assignSticky(members, partitionCounts);
        const again = members.map((each) => ({ ...each, owned: first.get(each.id) ?? [], generation: 9 }));
        const sorted = (assignment: Assignment) =>
          [...assignment].map(([id, list]) => [id, list.map(partitionKey).sort()]).sort();
        expect(sorted(assignSticky(again.reverse(), partitionCounts))).toEqual(sorted(first));
      }),
    );
  });

  test('a member that was away does not get its old partitions by an old claim', () => {
    const owned = [0, 1].map((partition) => ({ topic: 'a', partition }));
    const assignment = assignSticky(
      [
        { id: 'back', topics: ['a'], owned, generation: 3 },
        { id: 'stayed', topics: ['a'], owned: [{ topic: 'a', partition: 0 }], generation: 7 },
      ],
      new Map([['a', 2]]),
    );
    expect(assignment.get('stayed')).toEqual([{ topic: 'a', partition: 0 }]);
  });

  test('each topic is spread too when everything is new', () => {
    const members = ['x', 'y'].map((id) => ({ id, topics: ['a', 'b'], owned: [], generation: -1 }));
    const assignment = assignSticky(
      members,
      new Map([
        ['a', 4],
        ['b', 4],
      ]),
    );
    for (const list of assignment.values()) expect(list.filter(({ topic }) => topic === 'a')).toHaveLength(2);
  });

  // A leader that thinks for longer than a session lasts is taken for dead, and the next one thinks as long.
  test('a large group with different topics is done in no time, and only what was left moves', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => `m${String(i).padStart(4, '0')}`);
    const members = ids.map((id, i): AssignmentMember => {
      const [topic, topics] = i % 2 === 0 ? ['b', ['a', 'b']] : ['a', ['a']];
      const first = (i >> 1) * 5;
      return {
        id,
        topics,
        owned: Array.from({ length: 5 }, (_, n) => ({ topic, partition: first + n })),
        generation: 4,
      };
    });
    const partitionCounts = new Map([
      ['a', 5000],
      ['b', 5000],
    ]);
    const assignment = assignSticky(members.slice(1), partitionCounts);
    const loads = [...assignment.values()].map((list) => list.length);
    expect(Math.max(...loads)).toBe(6);
    const kept = members.slice(1).filter(({ id, owned }) => {
      const now = new Set(assignment.get(id)?.map(partitionKey));
      return owned.every((own) => now.has(partitionKey(own)));
    });
    expect(kept).toHaveLength(1999);
  });
});
