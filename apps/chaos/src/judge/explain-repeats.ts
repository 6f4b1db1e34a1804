import { type FaultName, kindOf } from '../plan/fault-kinds.js';
import type { Evidence, LogRecord, PlayedFault, Taken } from './evidence.js';
import { committedBefore, recordsByNumber } from './log-index.js';

/** An event that was taken once more than it is in the topic. */
export interface Repeat {
  readonly record: LogRecord;
  readonly first: Taken;
  readonly again: Taken;
  /** The last fault that excuses it; undefined: none does, and that is a fault of the program. */
  readonly cause: PlayedFault | undefined;
}

/**
 * How long a lost member, or a lost broker, may go on being the reason: the group waits ten seconds for a member, and
 * what was in a request comes back only when that request is given up.
 */
const memberMs = 25_000;
/** The answer that is lost may be to events that were taken a moment before the fault began. */
const answerMs = 500;

/**
 * Every repeated event, with the fault that excuses it. A lost member excuses what was not committed when it was lost
 * (invariant 5: in a request, or settled since the last commit); a lost answer what its receiver took meanwhile.
 */
export function explainRepeats({ log, taken, commits, faults }: Evidence): Repeat[] {
  const records = recordsByNumber(log);
  const committed = committedBefore(commits);
  const excuses = (fault: PlayedFault, record: LogRecord, first: Taken, again: Taken): boolean => {
    const { excuse } = kindOf(fault.name);
    if (excuse === 'nobody' || again.at < fault.from) return false;
    if (excuse === 'answer') {
      return (
        first.receiver === fault.target &&
        first.at >= fault.from - answerMs &&
        first.at <= fault.to + answerMs
      );
    }
    return (
      first.at <= fault.to + memberMs &&
      again.at <= fault.to + 2 * memberMs &&
      record.offset >= committed(record.partition, fault.from)
    );
  };
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
      const cause = faults.findLast((fault) => before.some((first) => excuses(fault, record, first, again)));
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
