import { NumberSet } from './number-set.js';
import { RunMark } from './run-mark.js';

/** What arrived of one run of a sample producer. Plain data. */
export interface RunCount {
  /** Eight hexadecimal digits, lower case. */
  readonly run: string;
  /** Events with this run id, repeated ones included. */
  readonly received: number;
  readonly distinct: number;
  readonly duplicated: number;
  /** Events whose number is too large to be tracked; they are in `received` only. */
  readonly untracked: number;
  /** Highest number seen, -1 when none. */
  readonly highest: number;
  /** When its first and its last event came, milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The first missing numbers (ten at most) below `highest`. */
  readonly firstMissing: readonly number[];
}

/** Counts by run id, for tests. */
export interface Runs {
  /** What arrived of a run, or undefined when nothing did. */
  get(run: string): RunCount | undefined;
  /** The first `limit` numbers in `[0, below)` that did not arrive; `below` defaults to one more than the highest seen. */
  missing(run: string, limit: number, below?: number): number[];
  /** All runs, in the order of their first event. */
  list(): RunCount[];
  /** Events that carry no run mark, or came when no further run could be tracked. */
  readonly foreign: number;
}

interface Run {
  readonly numbers: NumberSet;
  received: number;
  duplicated: number;
  untracked: number;
  readonly firstAt: number;
  lastAt: number;
}

const maxRuns = 64;
const maxBytesPerRun = 32 * 1024 * 1024; // 268 million numbers
const maxBytes = 128 * 1024 * 1024;

/**
 * Remembers which numbers of which run arrived, so that lost and repeated events can be counted exactly among millions.
 * Bounded: at most 64 runs and 128 MiB; events beyond that are counted and not tracked.
 */
export class RunCounts implements Runs {
  readonly #runs = new Map<number, Run>();
  readonly #mark = new RunMark();
  #bytes = 0;
  #lastId = -1;
  #lastRun: Run | undefined;
  foreign = 0;

  /** Counts the event in `[start, end)`. */
  add(bytes: Buffer, start: number, end: number, now: number): void {
    const mark = this.#mark;
    const run = mark.find(bytes, start, end) ? this.#run(mark.run, now) : undefined;
    if (run === undefined) {
      this.foreign++;
      return;
    }
    run.received++;
    run.lastAt = now;
    const before = run.numbers.bytes;
    const added = this.#mayGrow(run, mark.number) ? run.numbers.add(mark.number) : 'refused';
    this.#bytes += run.numbers.bytes - before;
    if (added === 'known') run.duplicated++;
    else if (added === 'refused') run.untracked++;
  }

  get(run: string): RunCount | undefined {
    const found = this.#runs.get(Number.parseInt(run, 16));
    return found === undefined ? undefined : summary(run.toLowerCase(), found);
  }

  missing(run: string, limit: number, below?: number): number[] {
    const numbers = this.#runs.get(Number.parseInt(run, 16))?.numbers ?? new NumberSet(0);
    return numbers.missing(limit, below ?? numbers.highest + 1);
  }

  list(): RunCount[] {
    return [...this.#runs].map(([id, run]) => summary(id.toString(16).padStart(8, '0'), run));
  }

  /** Nearly always the run of the event before. */
  #run(id: number, now: number): Run | undefined {
    if (id === this.#lastId) return this.#lastRun;
    let run = this.#runs.get(id);
    if (run === undefined) {
      if (this.#runs.size >= maxRuns) return undefined;
      const numbers = new NumberSet(maxBytesPerRun);
      run = { numbers, received: 0, duplicated: 0, untracked: 0, firstAt: now, lastAt: now };
      this.#runs.set(id, run);
      this.#bytes += numbers.bytes;
    }
    this.#lastId = id;
    this.#lastRun = run;
    return run;
  }

  #mayGrow(run: Run, number: number): boolean {
    const needed = number / 8;
    return needed < run.numbers.bytes || this.#bytes + 2 * needed <= maxBytes;
  }
}

function summary(run: string, from: Run): RunCount {
  const { numbers, ...counts } = from;
  return {
    run,
    ...counts,
    distinct: numbers.size,
    highest: numbers.highest,
    firstMissing: numbers.missing(10, numbers.highest + 1),
  };
}
