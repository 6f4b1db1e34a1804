import type { FaultName } from '../plan/fault-kinds.js';
import type { Evidence, PlayedFault, Taken } from './evidence.js';
import { excuseOf, type Twice } from './excuses.js';
import { committedBefore, recordsByNumber } from './log-index.js';

/** An event that was taken once more than it is in the topic. */
export interface Repeat extends Twice {
  /** The last fault of those that excuse it best; undefined: none does, and that is a fault of the program. */
  readonly cause: PlayedFault | undefined;
}

/** What repeats are explained from. */
export type RepeatEvidence = Pick<Evidence, 'log' | 'taken' | 'commits' | 'faults' | 'ack'>;

/** Every repeated event, with the fault that excuses it. */
export function explainRepeats({ log, taken, commits, faults, ack }: RepeatEvidence): Repeat[] {
  const records = recordsByNumber(log);
  const circumstances = { committed: committedBefore(commits), ack };
  const seen = new Map<number, Taken[]>();
  const repeats: Repeat[] = [];
  for (const again of taken) {
    const before = seen.get(again.number);
    if (before === undefined) {
      seen.set(again.number, [again]);
      continue;
    }
    const known = records.get(again.number);
    const record = known?.[0];
    if (record !== undefined && before.length >= (known?.length ?? 0)) {
      const that = (wanted: 'likely' | 'possible'): PlayedFault | undefined =>
        faults.findLast((fault) =>
          before.some((first) => excuseOf(fault, { record, first, again }, circumstances) === wanted),
        );
      const cause = that('likely') ?? that('possible');
      repeats.push({ record, first: before.at(-1) as Taken, again, cause });
    }
    before.push(again);
  }
  return repeats;
}

/** How many repeats each kind of fault accounts for. */
export function repeatsByCause(repeats: readonly Repeat[]): Map<FaultName | 'unexplained', number> {
  const counts = new Map<FaultName | 'unexplained', number>();
  for (const { cause } of repeats) {
    const name = cause?.name ?? 'unexplained';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
