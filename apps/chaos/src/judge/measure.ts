import { kindOf } from '../plan/fault-kinds.js';
import type { Evidence, PlayedFault } from './evidence.js';
import { recordsByNumber } from './log-index.js';

/** A fault whose end is measured. */
export interface Measured {
  readonly name: 'busy-all' | 'kill-worker';
  /** `busy-all`: from its end until every partition has delivered again. `kill-worker`: the longest silence of a partition. */
  readonly ms: number;
}

/** Silences are looked for as long as nothing else happens behind a kill. */
const horizonMs = kindOf('kill-worker').quietAfter as number;

/** The goals of a run: back after an outage, and the standstill that a killed worker leaves. */
export function measure(evidence: Evidence): Measured[] {
  const times = timesByPartition(evidence);
  return evidence.faults.flatMap((fault): Measured[] => {
    if (fault.name === 'busy-all') return [{ name: fault.name, ms: backAfter(times, fault) }];
    if (fault.name === 'kill-worker') return [{ name: fault.name, ms: longestSilence(times, fault) }];
    return [];
  });
}

function timesByPartition({ log, taken }: Evidence): number[][] {
  const records = recordsByNumber(log);
  const times: number[][] = [];
  for (const { number, at } of taken) {
    const partition = records.get(number)?.[0]?.partition;
    if (partition === undefined) continue;
    times[partition] ??= [];
    times[partition].push(at);
  }
  return times;
}

function backAfter(times: readonly number[][], { from, to }: PlayedFault): number {
  const after = (each: readonly number[]): number =>
    (each.find((at) => at >= to) ?? Number.POSITIVE_INFINITY) - to;
  return Math.max(...thatHadBegun(times, from).map(after));
}

function longestSilence(times: readonly number[][], { from }: PlayedFault): number {
  return Math.max(...thatHadBegun(times, from).map((each) => silenceIn(each, from, from + horizonMs)));
}

/** A partition that is added later was not silent before. */
function thatHadBegun(times: readonly number[][], from: number): readonly number[][] {
  return times.filter(([first]) => first !== undefined && first <= from);
}

function silenceIn(times: readonly number[], from: number, to: number): number {
  let longest = 0;
  let last = from;
  for (const at of times) {
    if (at < from) continue;
    longest = Math.max(longest, Math.min(at, to) - last);
    if (at >= to) return longest;
    last = at;
  }
  return longest;
}
