/** One size of a group, and how long a leader thinks. */
export interface AssignorTime {
  readonly members: number;
  readonly partitions: number;
  /** All members subscribe to the same topics, or half of them to one of two. */
  readonly subscriptions: 'alike' | 'mixed';
  /** Nobody owns anything yet, milliseconds. */
  readonly coldMs: number;
  /** One member has left, milliseconds. */
  readonly leaveMs: number;
  /** One has come, milliseconds. */
  readonly joinMs: number;
}

interface Partition {
  readonly topic: string;
  readonly partition: number;
}

interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  readonly owned: readonly Partition[];
  readonly generation: number;
}

type Assign = (
  members: readonly Member[],
  counts: ReadonlyMap<string, number>,
) => ReadonlyMap<string, readonly Partition[]>;

/** Members, partitions, and times that each is measured. */
const SIZES: readonly (readonly [number, number, number])[] = [
  [50, 1000, 5],
  [200, 1000, 5],
  [2000, 10_000, 1],
];

/** Measures the assignor alone, in this process. It is no part of the public surface, so it is looked for beside it. */
export async function assignorTimes(): Promise<AssignorTime[]> {
  const file = new URL(
    'assignor/sticky-assignment.js',
    import.meta.resolve('@kafka-splunk/kafka-balanced-consumer'),
  );
  const { assignSticky } = (await import(file.href)) as { readonly assignSticky: Assign };
  return SIZES.flatMap((size) =>
    (['alike', 'mixed'] as const).map((subscriptions) => measure(assignSticky, size, subscriptions)),
  );
}

function measure(
  assign: Assign,
  [members, partitions, rounds]: readonly [number, number, number],
  subscriptions: 'alike' | 'mixed',
): AssignorTime {
  const mixed = subscriptions === 'mixed';
  const counts = new Map(
    mixed
      ? [
          ['a', partitions / 2],
          ['b', partitions / 2],
        ]
      : [['a', partitions]],
  );
  const group = (count: number, owned?: ReadonlyMap<string, readonly Partition[]>) =>
    Array.from({ length: count }, (_, index): Member => {
      const id = `member-${String(index).padStart(5, '0')}`;
      const topics = mixed && index % 2 === 0 ? ['a', 'b'] : ['a'];
      return { id, topics, owned: owned?.get(id) ?? [], generation: owned === undefined ? -1 : 1 };
    });
  let coldMs = Number.POSITIVE_INFINITY;
  let leaveMs = coldMs;
  let joinMs = coldMs;
  for (let round = 0; round < rounds; round++) {
    const cold = timed(() => assign(group(members), counts));
    coldMs = Math.min(coldMs, cold.ms);
    leaveMs = Math.min(leaveMs, timed(() => assign(group(members, cold.result).slice(1), counts)).ms);
    joinMs = Math.min(joinMs, timed(() => assign(group(members + 1, cold.result), counts)).ms);
  }
  return { members, partitions, subscriptions, coldMs, leaveMs, joinMs };
}

function timed<T>(act: () => T): { readonly result: T; readonly ms: number } {
  const begun = performance.now();
  const result = act();
  return { result, ms: performance.now() - begun };
}
