import { BUDGET_CAUSE, DRAINING_CAUSE } from '@kafka-splunk/kafka-balanced-consumer/pause-causes';
import { describeStill } from '../observe/progress.js';
import { timeOfDay } from '../observe/standstill.js';
import { type Cause, type CauseCode, causeCodes } from './cause-codes.js';
import { deliveryCauses } from './delivery-causes.js';
import type { FleetSnapshot, PartitionMoment, WorkerMoment } from './fleet-snapshot.js';
import type { DeliveryStatus, StatusCause } from './status-report.js';

/** Without any other cause, records that stand still for so long need one, in milliseconds. */
const STILL_MS = 10_000;

/** Flow control and the drain: consequences, and told elsewhere. */
const ordinary: ReadonlySet<string> = new Set([BUDGET_CAUSE, DRAINING_CAUSE]);

/** What is in the way, worst first; empty when all flows. */
export function findCauses(snapshot: FleetSnapshot, deliveries: readonly DeliveryStatus[]): StatusCause[] {
  const causes: Cause[] = [
    ...deliveryCauses(deliveries, snapshot.now),
    ...workerCauses(snapshot),
    ...pauseCauses(snapshot.partitions, snapshot.now),
  ];
  const still = causes.length === 0 ? stillCause(snapshot) : undefined;
  return [...causes, ...(still === undefined ? [] : [still])].sort(worstFirst).map(withRemedy);
}

function withRemedy(cause: Cause): StatusCause {
  return { ...cause, remedy: causeCodes[cause.code] };
}

/** What stops most comes first: the group and the endpoints stop everything, a destination its own topics. */
const reach: readonly StatusCause['about'][] = [
  'group',
  'endpoint',
  'worker',
  'dead-letters',
  'destination',
  'partition',
];

function worstFirst(one: Cause, other: Cause): number {
  if (one.severity !== other.severity) return one.severity === 'critical' ? -1 : 1;
  return reach.indexOf(one.about) - reach.indexOf(other.about) || one.since - other.since;
}

function workerCauses({ workers, now, draining }: FleetSnapshot): Cause[] {
  if (draining) return [];
  return workers.map((worker) => workerCause(worker, now)).filter((cause) => cause !== undefined);
}

function workerCause({ place, stats, stateSince }: WorkerMoment, now: number): Cause | undefined {
  const cause = (text: string, since: number, code: CauseCode): Cause => ({
    severity: code === 'kafka-unreachable' ? 'critical' : 'warning',
    about: 'worker',
    name: `worker ${place.worker}`,
    text,
    since,
    code,
  });
  if (place.state === 'restarting') {
    const death = place.lastDeath?.text ?? 'for no reason that is known';
    const next =
      place.restartsAt === undefined ? '' : `; the next one starts at ${timeOfDay(place.restartsAt, now)}`;
    return cause(`died (${death})${next}`, place.since, 'worker-restarting');
  }
  if (stats === undefined) return cause('starting', place.since, 'worker-starting');
  const since = stateSince ?? place.since;
  switch (stats.consumerState) {
    case 'connecting':
      return stats.kafkaTrouble === undefined
        ? cause('connecting to Kafka', since, 'worker-starting')
        : cause(`connecting to Kafka: ${stats.kafkaTrouble}`, since, 'kafka-unreachable');
    case 'joining':
      return cause('joining the group', since, 'worker-starting');
    default:
      return undefined;
  }
}

/** One cause per reason; a reason holds many partitions at once as a rule. */
function pauseCauses(partitions: readonly PartitionMoment[], now: number): Cause[] {
  const byCause = new Map<string, PartitionMoment[]>();
  for (const moment of partitions) {
    const { pauseCause } = moment.stats;
    if (pauseCause === undefined || ordinary.has(pauseCause)) continue;
    byCause.set(pauseCause, [...(byCause.get(pauseCause) ?? []), moment]);
  }
  return [...byCause].map(([cause, moments]) => {
    const names = moments.slice(0, 3).map(({ stats }) => `${stats.topic}[${stats.partition}]`);
    const more = moments.length > 3 ? ` and ${moments.length - 3} more` : '';
    const stuck = cause.startsWith('dead letters ');
    return {
      severity: 'critical',
      about: stuck ? 'dead-letters' : 'partition',
      name: names.join(', ') + more,
      text: `not fetched: ${cause}`,
      since: Math.min(...moments.map(({ pausedSince }) => pausedSince ?? now)),
      code: stuck ? 'dead-letters-stuck' : 'partition-paused',
    };
  });
}

/** Nothing is known to be in the way, and still nothing moves. */
function stillCause({
  partitions,
  workers,
  deliveredAgoMs,
  draining,
  now,
}: FleetSnapshot): Cause | undefined {
  if (draining || !workers.every(({ stats }) => stats?.consumerState === 'running')) return undefined;
  const common = { severity: 'warning', since: now - deliveredAgoMs } as const;
  const group = { ...common, about: 'group', name: 'group' } as const;
  const since = Math.max(...workers.map(({ stateSince }) => stateSince ?? now));
  if (partitions.length === 0) {
    if (now - since < STILL_MS) return undefined;
    return { ...group, since, text: 'no partition is assigned to this program', code: 'no-partitions' };
  }
  const inFlight = sum(partitions.map(({ stats }) => stats.inFlight));
  const lag = sum(partitions.map(({ stats }) => stats.lag ?? 0));
  if (deliveredAgoMs < STILL_MS || now - since < STILL_MS || (inFlight === 0 && lag === 0)) return undefined;
  const awaitingAck = sum(workers.map(({ stats }) => stats?.awaitingAck ?? 0));
  const code =
    awaitingAck > 0 ? 'waiting-for-ack' : inFlight > 0 ? 'waiting-for-splunk' : 'waiting-for-kafka';
  return { ...group, text: describeStill(partitions.length, lag, inFlight, awaitingAck), code };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
