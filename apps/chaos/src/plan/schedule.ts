import { type FaultName, faultNamesFor, kindOf } from './fault-kinds.js';
import { type Random, randomFrom } from './random.js';

/** A fault that is planned. */
export interface PlannedFault {
  /** Milliseconds after the traffic has begun to arrive. */
  readonly at: number;
  readonly name: FaultName;
  /** Milliseconds that it lasts. */
  readonly lasts: number;
  /** Which receiver, broker or worker, from 0; 0 too where the kind has no target. */
  readonly target: number;
}

/** What a schedule is made from. */
export interface ScheduleOptions {
  readonly seed: number;
  /** No fault begins, and none ends, later than so many milliseconds. */
  readonly runMs: number;
  /** Kinds to choose from; what a run of this kind cannot have is left out. */
  readonly faults: readonly FaultName[];
  /** Whether the program waits for acknowledgements. */
  readonly ack: boolean;
  /** How many there are to fall upon. */
  readonly receivers: number;
  readonly brokers: number;
  readonly workers: number;
}

/** Longest and shortest wait between the beginnings of two faults; they may overlap. */
const gap = [1_500, 4_000] as const;
/** The first seconds are free: what is measured needs something to compare with. */
const calm = 2_000;

/**
 * The faults of a run, in order. The same options give the same schedule, on every machine. Each kind comes once, in an
 * order by chance, before any comes again. A kind that is measured waits until the others are over.
 */
export function scheduleOf(options: ScheduleOptions): PlannedFault[] {
  const random = randomFrom(options.seed);
  const possible = faultNamesFor(options.ack);
  const names = options.faults.filter((name) => possible.includes(name));
  if (names.length === 0) return [];
  const planned: PlannedFault[] = [];
  let at = calm;
  let over = 0;
  let bag: FaultName[] = [];
  for (;;) {
    if (bag.length === 0) bag = random.shuffle(names);
    const name = bag.pop() as FaultName;
    const { lasts, quietAfter } = kindOf(name);
    const length = random.between(...(lasts as [number, number]));
    const target = targetOf(name, options, random);
    // Alone: after the last one has ended. What follows from that is waited for when it is played.
    if (quietAfter !== undefined) at = Math.max(at, over + 1_000);
    if (at + length > options.runMs) return planned;
    planned.push({ at, name, lasts: length, target });
    over = Math.max(over, at + length);
    at = quietAfter === undefined ? at + random.between(...gap) : at + length + quietAfter;
  }
}

/** Whether a run with this seed waits for acknowledgements: about every second one does. */
export function ackBySeed(seed: number): boolean {
  // Another row of numbers than the schedule's, so that the two have nothing to do with each other.
  return randomFrom(seed ^ 0x5eed_0ac4).next() < 0.5;
}

function targetOf(name: FaultName, options: ScheduleOptions, random: Random): number {
  const { target } = kindOf(name);
  const counts = { receiver: options.receivers, broker: options.brokers, worker: options.workers };
  return target === undefined ? 0 : random.between(0, counts[target] - 1);
}
