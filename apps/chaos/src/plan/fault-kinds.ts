/**
 * Whom a fault excuses when an event is there twice.
 *
 * - `member`: a worker died, or the group lost sight of it. What was delivered and not committed yet may be repeated.
 * - `answer`: an event was taken and nobody was told. What such a receiver took may be repeated.
 * - `nobody`: not one event may be repeated (invariants 5, 6, 7 and 8).
 */
export type Excuse = 'member' | 'answer' | 'nobody';

/** What is known of a kind of fault before it happens. */
export interface FaultKind {
  readonly excuse: Excuse;
  /** How long it lasts: least and most milliseconds. */
  readonly lasts: readonly [number, number];
  /** What it falls upon, by number from 0; none where it falls on all, or on what is there. */
  readonly target?: 'receiver' | 'broker' | 'worker';
  /** Nothing else is wrong meanwhile, since its end is measured: milliseconds of quiet that follow it. */
  readonly quietAfter?: number;
  /** It goes wrong with acknowledgements, and only where the program waits for them. */
  readonly ackOnly?: true;
}

/** Name of a kind of fault. */
export type FaultName =
  | 'kill-worker'
  | 'kill-supervisor'
  | 'kill-broker'
  | 'kill-receiver'
  | 'stop-worker'
  | 'busy-all'
  | 'busy-one'
  | 'hang'
  | 'reset'
  | 'half-answer'
  | 'slow'
  | 'poison'
  | 'oversized'
  | 'token-disabled'
  | 'ack-lost'
  | 'indexer-restart'
  | 'disk-full'
  | 'clock-jump'
  | 'partition-added'
  | 'topic-anew'
  | 'rolling-restart'
  | 'reload';

/** By the name that `--faults` and the report use. */
const faultKinds: Readonly<Record<FaultName, FaultKind>> = {
  'kill-worker': { excuse: 'member', lasts: [0, 0], target: 'worker', quietAfter: 5_000 },
  'kill-supervisor': { excuse: 'member', lasts: [0, 0] },
  'kill-broker': { excuse: 'member', lasts: [2_000, 5_000], target: 'broker' },
  'kill-receiver': { excuse: 'answer', lasts: [1_000, 5_000], target: 'receiver' },
  // The group gives a silent member's partitions away after ten seconds.
  'stop-worker': { excuse: 'member', lasts: [12_000, 14_000], target: 'worker' },
  'busy-all': { excuse: 'nobody', lasts: [10_000, 10_000], quietAfter: 3_000 },
  'busy-one': { excuse: 'nobody', lasts: [2_000, 6_000], target: 'receiver' },
  hang: { excuse: 'answer', lasts: [1_000, 4_000], target: 'receiver' },
  reset: { excuse: 'answer', lasts: [1_000, 4_000], target: 'receiver' },
  'half-answer': { excuse: 'answer', lasts: [500, 2_000], target: 'receiver' },
  slow: { excuse: 'nobody', lasts: [2_000, 5_000], target: 'receiver' },
  poison: { excuse: 'nobody', lasts: [0, 0] },
  oversized: { excuse: 'nobody', lasts: [0, 0] },
  'token-disabled': { excuse: 'nobody', lasts: [2_000, 5_000] },
  'ack-lost': { excuse: 'answer', lasts: [1_000, 3_000], target: 'receiver', ackOnly: true },
  'indexer-restart': { excuse: 'answer', lasts: [0, 0], target: 'receiver', ackOnly: true },
  // Alone, so that it is certain that a dead letter comes, and that somebody must say that it cannot be written.
  'disk-full': { excuse: 'nobody', lasts: [1_000, 3_000], quietAfter: 1_000 },
  'clock-jump': { excuse: 'nobody', lasts: [2_000, 5_000] },
  'partition-added': { excuse: 'member', lasts: [0, 0] },
  // Alone: a member that reads nothing until the new log has outgrown the old one cannot tell them apart.
  'topic-anew': { excuse: 'member', lasts: [500, 2_000], quietAfter: 3_000 },
  'rolling-restart': { excuse: 'nobody', lasts: [0, 0] },
  reload: { excuse: 'nobody', lasts: [0, 0] },
};

/** Faults that kill members of the group. */
export type KillName = 'kill-worker' | 'kill-supervisor';

/** Whether a fault kills members of the group. */
export function isKill<T extends { readonly name: FaultName }>(
  fault: T,
): fault is T & { readonly name: KillName } {
  return fault.name === 'kill-worker' || fault.name === 'kill-supervisor';
}

/** All names, in the order of the table. */
export const faultNames: readonly FaultName[] = Object.keys(faultKinds) as FaultName[];

/** Names of what can go wrong in a run with acknowledgement, or without. */
export function faultNamesFor(ack: boolean): readonly FaultName[] {
  return faultNames.filter((name) => ack || faultKinds[name].ackOnly !== true);
}

/** What is known of this kind. */
export function kindOf(name: FaultName): FaultKind {
  return faultKinds[name];
}
