import { grouped } from '../grouped.js';
import type { Totals } from './fleet-totals.js';
import type { WorkerView } from './idle-watch.js';
import { findObstacles } from './standstill.js';

/** What is known at one moment. */
export interface FleetSample {
  /** Milliseconds on a clock that never goes back. */
  readonly at: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly totals: Totals;
  readonly workers: readonly WorkerView[];
}

/** One line of progress. */
export interface Progress {
  /** Delivered since the last line. */
  readonly eventsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly totals: Totals;
  /** Records between the settled offsets and the ends; undefined while no partition knows its end. */
  readonly lag: number | undefined;
  /** Partitions that are left out of the lag because their end is not known. */
  readonly partitionsOfUnknownLag: number;
  readonly partitions: number;
  readonly inFlight: number;
  /** Age of the oldest unsettled record by its own timestamp, milliseconds; undefined when all is settled. */
  readonly oldestUnsettledMs: number | undefined;
  readonly heldBytes: number;
  /** Why it does not deliver, or not fully; undefined when nothing is in the way. */
  readonly standstill: string | undefined;
}

/** Compares two moments. */
export function measureProgress(before: FleetSample, after: FleetSample): Progress {
  const seconds = Math.max(after.at - before.at, 1) / 1000;
  const events = after.totals.deliveredEvents - before.totals.deliveredEvents;
  const known = after.workers.map(({ stats }) => stats).filter((stats) => stats !== undefined);
  const partitions = known.flatMap((stats) => stats.partitions);
  const lags = partitions.map(({ lag }) => lag).filter((lag) => lag !== undefined);
  const lag = lags.length === 0 ? undefined : sum(lags);
  const inFlight = sum(partitions.map((partition) => partition.inFlight));
  // A record without a timestamp has -1.
  const oldest = Math.min(...partitions.map((p) => p.oldestUnsettledTimestamp ?? -1).filter((ts) => ts >= 0));
  const obstacles = findObstacles(after.workers, after.now);
  const awaitingAck = sum(known.map((stats) => stats.awaitingAck ?? 0));
  if (obstacles.length === 0 && events === 0) {
    obstacles.push(describeStill(partitions.length, lag, inFlight, awaitingAck));
  }
  return {
    eventsPerSecond: Math.round(events / seconds),
    bytesPerSecond: Math.round((after.totals.deliveredBytes - before.totals.deliveredBytes) / seconds),
    totals: after.totals,
    lag,
    partitionsOfUnknownLag: partitions.length - lags.length,
    partitions: partitions.length,
    inFlight,
    oldestUnsettledMs: Number.isFinite(oldest) ? Math.max(0, after.now - oldest) : undefined,
    heldBytes: sum(known.map(({ heldBytes }) => heldBytes.consumer + heldBytes.client)),
    standstill: obstacles.length === 0 ? undefined : obstacles.join('; '),
  };
}

/** The line for people: `12,345 events/s · 1,234,567 delivered · lag 345 · oldest unsettled 1.2 s`. */
export function describeProgress(progress: Progress): string {
  const { eventsPerSecond, totals, lag, partitionsOfUnknownLag, oldestUnsettledMs, standstill } = progress;
  const unknown = partitionsOfUnknownLag > 0 ? ` (unknown for ${partitionsOfUnknownLag})` : '';
  return [
    `${grouped(eventsPerSecond)} events/s`,
    `${grouped(totals.deliveredEvents)} delivered`,
    `lag ${lag === undefined ? 'unknown' : grouped(lag)}${lag === undefined ? '' : unknown}`,
    ...(oldestUnsettledMs === undefined ? [] : [`oldest unsettled ${describeAge(oldestUnsettledMs)}`]),
    ...(totals.deadLettered > 0 ? [`${grouped(totals.deadLettered)} dead letters`] : []),
    ...(standstill === undefined ? [] : [standstill]),
  ].join(' · ');
}

/** Why nothing moves where nothing is known to be in the way. */
export function describeStill(
  partitions: number,
  lag: number | undefined,
  inFlight: number,
  awaitingAck: number,
): string {
  if (partitions === 0) return 'no partition is assigned to this program';
  if (awaitingAck > 0) {
    return `waiting for ack: Splunk has taken ${grouped(awaitingAck)} requests and has not indexed them yet`;
  }
  if (inFlight > 0) return `waiting for Splunk to answer for ${grouped(inFlight)} records`;
  if (lag === 0) return 'nothing to read: every partition is at its end';
  return 'waiting for records from Kafka';
}

/** `0.4 s`, `59.9 s`, `12 min`, `3.5 h`, `2.1 d`. */
export function describeAge(ms: number): string {
  if (ms < 60_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 86_400_000) return `${(Math.floor(ms / 360_000) / 10).toFixed(1)} h`;
  return `${(Math.floor(ms / 8_640_000) / 10).toFixed(1)} d`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
