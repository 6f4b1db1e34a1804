import { BUDGET_CAUSE } from '@kafka-splunk/kafka-balanced-consumer/pause-causes';
import type { DeliveryStats, WorkerStats } from '../ipc/messages.js';
import { deliveryWords } from '../observe/standstill.js';
import type { PartitionMoment } from './fleet-snapshot.js';
import type { PartitionStatus } from './status-report.js';

/** A partition that moved within this time flows, in milliseconds. A report comes each second. */
const LATELY_MS = 3000;

/** Where a partition stands, and why it does not move where it does not. */
export function partitionStatus(
  moment: PartitionMoment,
  worker: WorkerStats | undefined,
  now: number,
): PartitionStatus {
  const { stats } = moment;
  return {
    topic: stats.topic,
    partition: stats.partition,
    worker: moment.worker,
    settledOffset: stats.settledOffset,
    highWatermark: stats.highWatermark,
    lag: stats.lag,
    inFlight: stats.inFlight,
    // A record without a timestamp has -1.
    oldestUnsettledAt:
      (stats.oldestUnsettledTimestamp ?? -1) < 0 ? undefined : stats.oldestUnsettledTimestamp,
    ...stateOf(moment, worker, now),
  };
}

function stateOf(
  { stats, movedAgoMs, ownedForMs }: PartitionMoment,
  worker: WorkerStats | undefined,
  now: number,
): Pick<PartitionStatus, 'state' | 'cause'> {
  const moves = movedAgoMs !== undefined && movedAgoMs < LATELY_MS;
  const { pauseCause } = stats;
  if (pauseCause === BUDGET_CAUSE) {
    // Held back because what was fetched is not delivered: while it is delivered, that is how it should be.
    return moves
      ? { state: 'flowing' }
      : { state: 'paused', cause: obstacle(stats.destination, worker, now) ?? pauseCause };
  }
  if (pauseCause !== undefined) return { state: 'paused', cause: pauseCause };
  if (moves) return { state: 'flowing' };
  if (stats.inFlight === 0 && stats.lag === 0) return { state: 'idle' };
  const known = obstacle(stats.destination, worker, now);
  if (known !== undefined) return { state: 'waiting', cause: known };
  if (worker !== undefined && worker.consumerState === 'joining')
    return { state: 'waiting', cause: 'joining the group' };
  if (stats.inFlight > 0) {
    const acks = (worker?.awaitingAck ?? 0) > 0;
    return { state: 'waiting', cause: acks ? 'waiting for ack' : 'waiting for Splunk to answer' };
  }
  if (ownedForMs < LATELY_MS) return { state: 'waiting', cause: 'just assigned' };
  return {
    state: 'waiting',
    cause: stats.lag === undefined ? 'its end is not known yet' : 'waiting for records from Kafka',
  };
}

/**
 * What keeps this partition's events from Splunk: the state of its own destination, or that no endpoint of its worker
 * takes events. Undefined where neither is so: a destination in trouble is no cause for another one's partitions.
 */
function obstacle(
  destination: string | undefined,
  worker: WorkerStats | undefined,
  now: number,
): string | undefined {
  const states = worker?.states ?? [];
  const own = states.find(
    ({ scope, name, state }) => scope === 'destination' && name === destination && state !== 'ok',
  );
  if (own !== undefined) return deliveryWords(own, now);
  const endpoints = states.filter(({ scope }) => scope === 'endpoint');
  if (endpoints.length === 0 || endpoints.some(({ state }) => state === 'ok')) return undefined;
  return deliveryWords(endpoints.reduce(worse), now);
}

function worse(one: DeliveryStats, other: DeliveryStats): DeliveryStats {
  return other.state === 'paused' && one.state !== 'paused' ? other : one;
}
