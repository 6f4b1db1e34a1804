import type { CommitSample, Evidence, LogRecord } from './evidence.js';

/** A commit that covers a record which was nowhere at that time. */
export interface CommitAhead extends CommitSample {
  readonly record: LogRecord;
}

/** Invariant 1, seen from outside: whatever a commit covers was in a receiver or in the dead letters by then. */
export function findCommitsAhead({ log, taken, letters, commits }: Evidence): CommitAhead[] {
  const settledAt = firstSettled(taken, letters);
  const byPartition = new Map<number, LogRecord[]>();
  for (const record of log) {
    const list = byPartition.get(record.partition);
    if (list === undefined) byPartition.set(record.partition, [record]);
    else list.push(record);
  }
  const latest = new Map<number, Latest>();
  for (const [partition, records] of byPartition) latest.set(partition, latestSettled(records, settledAt));
  return commits.flatMap((sample) => {
    const found = latest.get(sample.partition)?.below(sample.offset);
    return found !== undefined && found.at > sample.at ? [{ ...sample, record: found.record }] : [];
  });
}

type SettledAt = (record: LogRecord) => number;

function firstSettled(taken: Evidence['taken'], letters: Evidence['letters']): SettledAt {
  const arrivals = new Map<number, number>();
  for (const { number, at } of taken) arrivals.set(number, Math.min(at, arrivals.get(number) ?? at));
  const aside = new Map<string, number>();
  for (const { partition, offset, seenAt } of letters) {
    const key = `${partition}/${offset}`;
    aside.set(key, Math.min(seenAt, aside.get(key) ?? seenAt));
  }
  return ({ number, partition, offset }) =>
    Math.min(
      arrivals.get(number) ?? Number.POSITIVE_INFINITY,
      aside.get(`${partition}/${offset}`) ?? Number.POSITIVE_INFINITY,
    );
}

interface Latest {
  /** Of the records below an offset, the one that was settled last. */
  below(offset: number): { readonly at: number; readonly record: LogRecord } | undefined;
}

function latestSettled(records: readonly LogRecord[], settledAt: SettledAt): Latest {
  const sorted = [...records].sort((a, b) => a.offset - b.offset);
  const soFar: { at: number; record: LogRecord }[] = [];
  for (const record of sorted) {
    const at = settledAt(record);
    const before = soFar.at(-1);
    soFar.push(before !== undefined && before.at >= at ? before : { at, record });
  }
  return {
    below(offset) {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sorted[middle] as LogRecord).offset < offset) low = middle + 1;
        else high = middle;
      }
      return soFar[low - 1];
    },
  };
}
