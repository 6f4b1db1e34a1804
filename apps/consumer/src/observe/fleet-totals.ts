import { grouped } from '../grouped.js';
import type { WorkerStats } from '../ipc/messages.js';
import { CarriedSum } from './carried-sum.js';

/** Counters over all workers since the program's start. */
export interface Totals {
  readonly deliveredEvents: number;
  /** Undefined without acknowledgement. */
  readonly acknowledgedEvents: number | undefined;
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
  acknowledgedEvents: undefined,
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
  return [
    `${grouped(deliveredEvents)} events delivered`,
    `${grouped(tombstones)} tombstones and ${grouped(empty)} empty values skipped`,
    `${grouped(deadLettered)} dead letters`,
    ...(duplicatesPossible > 0 ? [`${grouped(duplicatesPossible)} events may be in Splunk twice`] : []),
    ...(unconfirmedEvents > 0
      ? [`${grouped(unconfirmedEvents)} events were taken but never acknowledged`]
      : []),
  ].join(', ');
}

/** Adds up the counters of workers. */
export class FleetTotals {
  readonly #sum = new CarriedSum<Totals>(nothing, add);

  /** The worker's counters now. */
  heard(worker: number, stats: WorkerStats): void {
    this.#sum.heard(worker, {
      deliveredEvents: stats.deliveredEvents,
      acknowledgedEvents: stats.acknowledgedEvents,
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
    this.#sum.gone(worker);
  }

  /** Of all processes under this number. */
  of(worker: number): Totals {
    return this.#sum.of(worker);
  }

  /** The sum. */
  get total(): Totals {
    return this.#sum.total;
  }
}

function add(one: Totals, other: Totals): Totals {
  return {
    deliveredEvents: one.deliveredEvents + other.deliveredEvents,
    acknowledgedEvents: addKnown(one.acknowledgedEvents, other.acknowledgedEvents),
    deliveredBytes: one.deliveredBytes + other.deliveredBytes,
    tombstones: one.tombstones + other.tombstones,
    empty: one.empty + other.empty,
    deadLettered: one.deadLettered + other.deadLettered,
    resentEvents: one.resentEvents + other.resentEvents,
    duplicatesPossible: one.duplicatesPossible + other.duplicatesPossible,
    unconfirmedEvents: one.unconfirmedEvents + other.unconfirmedEvents,
  };
}

function addKnown(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : (one ?? 0) + (other ?? 0);
}
