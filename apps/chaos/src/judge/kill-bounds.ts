import { isKill, type KillName } from '../plan/fault-kinds.js';
import type { Evidence } from './evidence.js';
import { inSocketMs } from './excuses.js';
import type { Repeat } from './explain-repeats.js';
import { committedBefore } from './log-index.js';

/** What a kill may repeat, and what it did repeat. */
export interface KillBound {
  readonly name: KillName;
  readonly at: number;
  /** Events that were taken and not committed, whoever had sent them: no more of them may be repeated. */
  readonly atMost: number;
  readonly repeated: number;
  /** How long before the kill the first of them was taken, milliseconds: so far behind were the commits. */
  readonly oldestMs: number;
}

/** Invariant 5, counted: a kill repeats no more than what was settled since the last commit, or in a request. */
export function killBounds(evidence: Evidence, repeats: readonly Repeat[]): KillBound[] {
  const committed = committedBefore(evidence.commits);
  const firstTaken = new Map<number, number>();
  for (const { number, at } of evidence.taken) if (!firstTaken.has(number)) firstTaken.set(number, at);
  return evidence.faults.filter(isKill).map((fault) => {
    const places = new Map<number, number>();
    const ages: number[] = [];
    for (const { partition, offset, number } of evidence.log) {
      const place = places.get(partition) ?? committed(partition, fault.from);
      places.set(partition, place);
      const at = firstTaken.get(number);
      if (offset >= place && at !== undefined && at <= fault.to + inSocketMs) ages.push(fault.from - at);
    }
    return {
      name: fault.name,
      at: fault.from,
      atMost: ages.length,
      repeated: repeats.filter(({ cause }) => cause === fault).length,
      oldestMs: ages.reduce((oldest, age) => Math.max(oldest, age), 0),
    };
  });
}
