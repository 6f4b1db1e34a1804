import type { PartitionBounds, TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import type { OffsetRange } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import type { Place } from './place.js';
import { ReplayError } from './replay-error.js';

/** What is asked for. */
export interface ReplayRequest {
  readonly topic: string;
  /** Undefined for all of them. */
  readonly partitions: readonly number[] | undefined;
  readonly from: Place;
  readonly to: Place;
}

/** What can be sent. */
export interface ReplayPlan {
  /** One range for each partition, in order; none that is empty. */
  readonly ranges: readonly OffsetRange[];
  /** Parts that are asked for by offset and are not in the log (any more). */
  readonly missing: readonly OffsetRange[];
}

/**
 * Finds the offsets of a replay.
 *
 * @throws ReplayError `REPLAY_TOPIC`, `REPLAY_RANGE`
 * @throws ConsumerError `KBC_ADMIN_FAILED` where the brokers cannot be asked
 */
export async function planReplay(
  request: ReplayRequest,
  admin: Pick<TopicAdmin, 'topicPartitions' | 'bounds' | 'offsetsAt'>,
): Promise<ReplayPlan> {
  const { topic } = request;
  const count = await admin.topicPartitions(topic);
  if (count === undefined) {
    throw new ReplayError('REPLAY_TOPIC', `there is no topic ${topic}, or this login may not see it`);
  }
  const chosen = choosePartitions(request, count);
  const bounds = (await admin.bounds(topic)).filter(({ partition }) => chosen.includes(partition));
  const places = async (place: Place): Promise<ReadonlyMap<number, number>> => {
    const at = place.kind === 'time' ? await admin.offsetsAt(topic, place.time) : [];
    const byTime = new Map(at.map(({ partition, offset }) => [partition, offset]));
    return new Map(bounds.map((each) => [each.partition, offsetOf(place, each, byTime)]));
  };
  const [from, to] = [await places(request.from), await places(request.to)];
  const wanted = bounds
    .map(({ partition }) => ({
      topic,
      partition,
      from: from.get(partition) as number,
      to: to.get(partition) as number,
    }))
    .sort((a, b) => a.partition - b.partition);
  return cutToLog(wanted, bounds);
}

function choosePartitions({ topic, partitions, from, to }: ReplayRequest, count: number): number[] {
  const all = Array.from({ length: count }, (_, partition) => partition);
  const named = [
    ...(partitions ?? []),
    ...(from.kind === 'offsets' ? from.offsets.keys() : []),
    ...(to.kind === 'offsets' ? to.offsets.keys() : []),
  ];
  const unknown = named.find((partition) => partition >= count);
  if (unknown !== undefined) {
    throw new ReplayError(
      'REPLAY_RANGE',
      `the topic ${topic} has no partition ${unknown}, only 0 to ${count - 1}`,
    );
  }
  const byOffsets = from.kind === 'offsets' ? [...from.offsets.keys()] : all;
  const chosen = byOffsets.filter((partition) => partitions?.includes(partition) ?? true);
  if (chosen.length > 1 && (from.kind === 'offset' || to.kind === 'offset')) {
    throw new ReplayError(
      'REPLAY_RANGE',
      'an offset alone is of one partition: name it with --partition, or write offsets by partition (0:1200,3:80)',
    );
  }
  const without = to.kind === 'offsets' ? chosen.find((partition) => !to.offsets.has(partition)) : undefined;
  if (without !== undefined) {
    throw new ReplayError('REPLAY_RANGE', `--to has no offset for partition ${without}`);
  }
  return chosen;
}

function offsetOf(place: Place, bounds: PartitionBounds, byTime: ReadonlyMap<number, number>): number {
  switch (place.kind) {
    case 'earliest':
      return bounds.first;
    case 'latest':
      return bounds.end;
    case 'offset':
      return place.offset;
    case 'offsets':
      return place.offsets.get(bounds.partition) ?? bounds.end;
    case 'time':
      return byTime.get(bounds.partition) ?? bounds.end;
  }
}

function cutToLog(wanted: readonly OffsetRange[], bounds: readonly PartitionBounds[]): ReplayPlan {
  const ranges: OffsetRange[] = [];
  const missing: OffsetRange[] = [];
  for (const range of wanted) {
    if (range.from > range.to) {
      throw new ReplayError(
        'REPLAY_RANGE',
        `partition ${range.partition}: --from (offset ${range.from}) is behind --to (offset ${range.to})`,
      );
    }
    const log = bounds.find(({ partition }) => partition === range.partition) as PartitionBounds;
    const from = Math.min(Math.max(range.from, log.first), range.to);
    const to = Math.max(Math.min(range.to, log.end), from);
    if (range.from < from) missing.push({ ...range, to: from });
    if (to < range.to) missing.push({ ...range, from: to });
    if (from < to) ranges.push({ ...range, from, to });
  }
  return { ranges, missing };
}
