import { delayQuantile } from '../delay/delay-buckets.js';
import { deliveryStatuses } from './delivery-statuses.js';
import { findCauses } from './find-causes.js';
import type { FleetSnapshot, StageDelays } from './fleet-snapshot.js';
import { partitionStatus } from './partition-status.js';
import { programState } from './program-state.js';
import type { DelayStatus, StatusReport, StatusTotals } from './status-report.js';
import { workerStatus } from './worker-status.js';

/** Routes can make destinations of what stands in records: whoever reads the report is spared the thousandth. */
const MOST_CAUSES = 50;
const MOST_DELIVERIES = 200;

/** Makes the report of what is known. Has no effects. */
export function buildReport(snapshot: FleetSnapshot): StatusReport {
  const { now, facts, workers } = snapshot;
  const deliveries = deliveryStatuses(workers);
  const causes = findCauses(snapshot, deliveries);
  const statsOf = new Map(workers.map(({ place, stats }) => [place.worker, stats]));
  const partitions = snapshot.partitions.map((moment) =>
    partitionStatus(moment, statsOf.get(moment.worker), now),
  );
  return {
    format: 1,
    now,
    program: facts.program,
    state: programState(snapshot, causes),
    causes: causes.slice(0, MOST_CAUSES),
    totals: totalsOf(snapshot),
    rates: snapshot.rates,
    lag: sumKnown(partitions.map(({ lag }) => lag)),
    oldestUnsettledAt: least(partitions.map(({ oldestUnsettledAt }) => oldestUnsettledAt)),
    delay: delayOf(snapshot.recentDelays),
    memory: {
      budgetBytes: facts.memoryBytes,
      heldBytes: sum(
        workers.map(({ stats }) => (stats?.heldBytes.consumer ?? 0) + (stats?.heldBytes.client ?? 0)),
      ),
    },
    workers: workers.map((worker) =>
      workerStatus(worker, partitions.filter((partition) => partition.worker === worker.place.worker).length),
    ),
    partitions,
    deliveries: deliveries.slice(0, MOST_DELIVERIES),
    deadLetters: {
      total: snapshot.totals.deadLettered,
      where: facts.deadLetters,
      recent: snapshot.recentDeadLetters,
    },
  };
}

function totalsOf({ totals, workers }: FleetSnapshot): StatusTotals {
  return {
    deliveredEvents: totals.deliveredEvents,
    acknowledgedEvents: totals.acknowledgedEvents,
    deliveredBytes: totals.deliveredBytes,
    skippedTombstones: totals.tombstones,
    skippedEmpty: totals.empty,
    deadLettered: totals.deadLettered,
    resentEvents: totals.resentEvents,
    duplicatesPossible: totals.duplicatesPossible,
    unconfirmedEvents: totals.unconfirmedEvents,
    workerRestarts: sum(workers.map(({ place }) => place.restarts)),
  };
}

function delayOf({ accepted, acked }: StageDelays): DelayStatus | undefined {
  const acceptedP50Ms = delayQuantile(accepted, 0.5);
  const acceptedP99Ms = delayQuantile(accepted, 0.99);
  if (acceptedP50Ms === undefined || acceptedP99Ms === undefined) return undefined;
  return {
    acceptedP50Ms,
    acceptedP99Ms,
    ackedP50Ms: delayQuantile(acked, 0.5),
    ackedP99Ms: delayQuantile(acked, 0.99),
  };
}

function sumKnown(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : sum(known);
}

function least(numbers: readonly (number | undefined)[]): number | undefined {
  const known = numbers.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
