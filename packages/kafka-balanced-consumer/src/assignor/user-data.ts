import type { TopicPartition } from '../topic-partition.js';

/** Partitions by topic, as JSON carries them. */
type PartitionsByTopic = Record<string, number[]>;

/** What a member tells the leader about itself. */
export interface MemberData {
  readonly owned: readonly TopicPartition[];
  readonly generation: number;
}

/** Where to begin in partitions without a commit, by topic and partition; the leader tells every member. */
export type Starts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Version of both formats. Another version is read as if nothing was said, which costs stickiness and nothing else. */
const VERSION = 1;

/** Writes {@link MemberData} as user data of the join. */
export function encodeMemberData(data: MemberData): Buffer {
  const owned: PartitionsByTopic = Object.create(null);
  for (const { topic, partition } of data.owned) {
    owned[topic] ??= [];
    owned[topic].push(partition);
  }
  return Buffer.from(JSON.stringify({ v: VERSION, generation: data.generation, owned }));
}

/** Reads {@link MemberData}; empty where there is none or it cannot be read. */
export function decodeMemberData(bytes: Buffer | null | undefined): MemberData {
  const data = parse(bytes);
  if (data === undefined || typeof data.generation !== 'number') return { owned: [], generation: -1 };
  const owned = Object.entries(data.owned ?? {}).flatMap(([topic, partitions]) =>
    listOf(partitions)
      .filter(isPlace)
      .map((partition) => ({ topic, partition })),
  );
  return { owned, generation: data.generation };
}

/** Writes {@link Starts} as user data of an assignment. */
export function encodeStarts(starts: Starts): Buffer {
  if (starts.size === 0) return Buffer.alloc(0);
  const topics = [...starts].map(([topic, offsets]) => [topic, [...offsets]]);
  return Buffer.from(JSON.stringify({ v: VERSION, starts: topics }));
}

/** Reads {@link Starts}; empty where there is nothing or it cannot be read. */
export function decodeStarts(bytes: Buffer | null | undefined): Starts {
  const data = parse(bytes);
  const starts = new Map<string, Map<number, number>>();
  for (const [topic, offsets] of listOf(data?.starts).map(listOf)) {
    if (typeof topic !== 'string') continue;
    const pairs = listOf(offsets).map(listOf);
    starts.set(
      topic,
      new Map(pairs.filter((pair): pair is [number, number] => pair.length === 2 && pair.every(isPlace))),
    );
  }
  return starts;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a partition or an offset can be. */
function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function parse(bytes: Buffer | null | undefined): Record<string, unknown> | undefined {
  if (bytes === null || bytes === undefined || bytes.length === 0) return undefined;
  try {
    const data: unknown = JSON.parse(bytes.toString());
    if (typeof data === 'object' && data !== null && 'v' in data && data.v === VERSION) {
      return data as Record<string, unknown>;
    }
  } catch {
    // Somebody else's user data under our assignor's name: nothing in it is for us.
  }
  return undefined;
}
