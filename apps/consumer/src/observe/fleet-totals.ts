import type { WorkerStats } from '../ipc/messages.js';

/** Counters over all workers since the program's start. */
export interface Totals {
  readonly deliveredEvents: number;
  readonly deliveredBytes: number;
  readonly tombstones: number;
  readonly empty: number;
  readonly deadLettered: number;
  readonly resentEvents: number;
  readonly duplicatesPossible: number;
  /** Taken, never acknowledged, and no longer in Kafka when they were to be sent again. */
  readonly unconfirmedEvents: number;
}

const nothing: Totals = {
  deliveredEvents: 0,
  deliveredBytes: 0,
  tombstones: 0,
  empty: 0,
  deadLettered: 0,
  resentEvents: 0,
  duplicatesPossible: 0,
  unconfirmedEvents: 0,
};

/** The line for people at the end: what came of every record that was settled. */
export function describeTotals(totals: Totals): string {
  const { deliveredEvents, tombstones, empty, deadLettered, duplicatesPossible, unconfirmedEvents } = totals;
  const count = (number: number): string => number.toLocaleString('en-US');
  return [
    `${count(deliveredEvents)} events delivered`,
    `${count(tombstones)} tombstones and ${count(empty)} empty values skipped`,
    `${count(deadLettered)} dead letters`,
    ...(duplicatesPossible > 0 ? [`${count(duplicatesPossible)} events may be in Splunk twice`] : []),
    ...(unconfirmedEvents > 0
      ? [`${count(unconfirmedEvents)} events were taken but never acknowledged`]
      : []),
  ].join(', ');
}

/**
 * Adds up the counters of workers. A worker's counters start at 0 with its process: what a process that is gone had
 * counted, as far as it had told, is kept.
 */
export class FleetTotals {
  #gone: Totals = nothing;
  readonly #alive = new Map<number, Totals>();

  /** The worker's counters now. */
  heard(worker: number, stats: WorkerStats): void {
    this.#alive.set(worker, {
      deliveredEvents: stats.deliveredEvents,
      deliveredBytes: stats.deliveredBytes,
      tombstones: stats.skipped.tombstones,
      empty: stats.skipped.empty,
      deadLettered: stats.deadLettered,
      resentEvents: stats.resentEvents,
      duplicatesPossible: stats.duplicatesPossible,
      unconfirmedEvents: stats.unconfirmedEvents ?? 0,
    });
  }

  /** The worker's process is gone; the next one under its number counts from 0. */
  gone(worker: number): void {
    const last = this.#alive.get(worker);
    if (last === undefined) return;
    this.#alive.delete(worker);
    this.#gone = add(this.#gone, last);
  }

  /** The sum. */
  get total(): Totals {
    return [...this.#alive.values()].reduce(add, this.#gone);
  }
}

function add(one: Totals, other: Totals): Totals {
  return {
    deliveredEvents: one.deliveredEvents + other.deliveredEvents,
    deliveredBytes: one.deliveredBytes + other.deliveredBytes,
    tombstones: one.tombstones + other.tombstones,
    empty: one.empty + other.empty,
    deadLettered: one.deadLettered + other.deadLettered,
    resentEvents: one.resentEvents + other.resentEvents,
    duplicatesPossible: one.duplicatesPossible + other.duplicatesPossible,
    unconfirmedEvents: one.unconfirmedEvents + other.unconfirmedEvents,
  };
}
