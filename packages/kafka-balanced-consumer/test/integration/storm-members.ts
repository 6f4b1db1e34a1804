import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One line of a member's journal. */
export type JournalLine =
  | {
      /** `taken`: handed on, and in a request from then on. `delivered`: the request is over, and it is settled. */
      readonly kind: 'taken' | 'delivered';
      readonly partition: number;
      /** Kafka's generation in which it was fetched. */
      readonly generation: number;
      readonly first: number;
      readonly last: number;
    }
  | { readonly kind: 'committed'; readonly offsets: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'joined';
      readonly memberId: string;
      readonly generation: number;
      readonly owned: readonly number[];
    }
  | { readonly kind: 'said'; readonly message: string }
  | { readonly kind: 'left'; readonly unsettled: number };

/** A member in a process of its own, and its journal. */
export class StormMember {
  readonly #child: ChildProcess;
  readonly #file: string;
  /** Records it has delivered so far. */
  delivered = 0;

  constructor(folder: string, name: string, options: object) {
    this.#file = join(folder, `${name}.journal`);
    const argument = JSON.stringify({ ...options, file: this.#file });
    this.#child = fork(new URL('./storm-member.js', import.meta.url), [argument], { execArgv: [] });
    this.#child.on('message', (delivered: number) => {
      this.delivered = delivered;
    });
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
  }

  /** Drains and leaves. */
  async leave(): Promise<void> {
    const exit = once(this.#child, 'exit');
    this.#child.send('leave');
    await exit;
  }

  async journal(): Promise<JournalLine[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as JournalLine);
  }
}

/** What all journals come to. */
export interface StormSums {
  /** Offsets that nobody delivered, over all partitions. */
  readonly lost: number;
  /** Deliveries beyond the first one of each offset. */
  readonly repeated: number;
  /** Those of them by a member that had the partition all the time: must be none. */
  readonly repeatedByKeeper: number;
  /** Those of them that lie before an offset that was committed by then: must be none. */
  readonly repeatedAfterCommit: number;
  /**
   * Those of them that its member must have committed: settled, with all before them, when its last commit but one was
   * confirmed, so that the last one carried them. Must be none: what is left to repeat was in a request, or behind one,
   * or was settled since the last commit.
   */
  readonly repeatedBeyondBound: number;
  /** Most offsets of one partition that were repeated when it moved. */
  readonly mostInOneMove: number;
  /** So many might have been, by what was in a request or settled since the last commit. */
  readonly boundOfThatMove: number;
}

/**
 * Adds up the journals. `committedBefore` is not compared by clock: an offset that any member knew as committed when
 * another one began later in the same partition would show as a stretch that begins before it.
 */
export function sumUp(
  journals: readonly (readonly JournalLine[])[],
  ends: readonly { readonly partition: number; readonly end: number }[],
): StormSums {
  let lost = 0;
  let repeated = 0;
  let repeatedByKeeper = 0;
  let repeatedAfterCommit = 0;
  let repeatedBeyondBound = 0;
  let mostInOneMove = 0;
  let boundOfThatMove = 0;
  for (const { partition, end } of ends) {
    const times = new Uint16Array(end);
    const stretches = journals.flatMap((journal) => stretchesOf(journal, partition));
    for (const stretch of stretches) {
      for (const { first, last } of stretch.runs) {
        for (let offset = first; offset <= last; offset++) {
          times[offset] = (times[offset] as number) + 1;
        }
      }
      repeatedByKeeper += stretch.overlaps;
    }
    for (const count of times) {
      if (count === 0) lost++;
      else repeated += count - 1;
    }
    // In the order of their beginnings each stretch follows the one that delivered before it.
    const ordered = stretches.sort((one, other) => one.start - other.start || one.end - other.end);
    for (const [index, stretch] of ordered.entries()) {
      const before = ordered.slice(0, index).filter((each) => each.end > stretch.start);
      for (const each of before) {
        const overlap = Math.min(each.end, stretch.end) - stretch.start;
        if (overlap > mostInOneMove) {
          mostInOneMove = overlap;
          boundOfThatMove = each.end - each.surelyCommitted;
        }
        repeatedBeyondBound += Math.max(0, Math.min(each.surelyCommitted, stretch.end) - stretch.start);
        if (each.committed > stretch.start) repeatedAfterCommit += each.committed - stretch.start;
      }
    }
  }
  return {
    lost,
    repeated,
    repeatedByKeeper,
    repeatedAfterCommit,
    repeatedBeyondBound,
    mostInOneMove,
    boundOfThatMove,
  };
}

interface Stretch {
  start: number;
  end: number;
  /** Highest offset that its member knew as committed while it had the partition. */
  committed: number;
  /** Its last commit but one was confirmed when everything before this was settled; so its last one carried it. */
  surelyCommitted: number;
  overlaps: number;
  readonly runs: { readonly first: number; readonly last: number }[];
}

/**
 * What one member delivered of a partition, one stretch for each time it had it. Whether it had it all the time is
 * judged by what the group said, not by the member: in its assignment over generations that follow each other.
 */
function stretchesOf(journal: readonly JournalLine[], partition: number): Stretch[] {
  const tenures = tenuresOf(journal, partition);
  const stretches = new Map<number, Stretch>();
  const books = new Map<number, RequestBook>();
  // The tenure of now: a partition that came back is one whose offset others have committed meanwhile.
  let held: number | undefined;
  for (const line of journal) {
    if (line.kind === 'joined') held = tenures.get(line.generation);
    if (line.kind === 'committed' && held !== undefined) {
      const own = line.offsets.find(([at]) => at === partition);
      const stretch = stretches.get(held);
      if (own !== undefined && stretch !== undefined && own[1] <= stretch.end) {
        stretch.committed = Math.max(stretch.committed, own[1]);
      }
      if (own !== undefined) bookOf(books, held).committed();
    }
    if ((line.kind !== 'delivered' && line.kind !== 'taken') || line.partition !== partition) continue;
    const { first, last } = line;
    const tenure = tenures.get(line.generation) ?? -1;
    const book = bookOf(books, tenure);
    if (line.kind === 'taken') {
      book.taken(first, last);
      continue;
    }
    book.settled(first);
    const stretch = stretches.get(tenure) ?? {
      start: first,
      end: 0,
      committed: -1,
      surelyCommitted: -1,
      overlaps: 0,
      runs: [],
    };
    stretches.set(tenure, stretch);
    // Batches of one stretch may be delivered in any order, but never twice.
    for (const run of stretch.runs) {
      const overlap = Math.min(run.last, last) - Math.max(run.first, first) + 1;
      if (overlap > 0) stretch.overlaps += overlap;
    }
    stretch.runs.push({ first, last });
    stretch.start = Math.min(stretch.start, first);
    stretch.end = Math.max(stretch.end, last + 1);
  }
  for (const [tenure, stretch] of stretches) {
    stretch.surelyCommitted = books.get(tenure)?.surelyCommitted ?? stretch.start;
  }
  return [...stretches.values()];
}

function bookOf(books: Map<number, RequestBook>, tenure: number): RequestBook {
  const book = books.get(tenure) ?? new RequestBook();
  books.set(tenure, book);
  return book;
}

/** What a member's journal says of the requests of one partition, while it had it. */
class RequestBook {
  readonly #open: { readonly first: number; readonly end: number; settled: boolean }[] = [];
  /** Everything before this is settled. */
  #settledTo: number | undefined;
  #atLastCommit: number | undefined;
  #atCommitBefore: number | undefined;

  /** Where everything was settled when the last commit but one was confirmed; undefined without two commits. */
  get surelyCommitted(): number | undefined {
    return this.#atCommitBefore;
  }

  taken(first: number, last: number): void {
    this.#settledTo ??= first;
    this.#open.push({ first, end: last + 1, settled: false });
  }

  settled(first: number): void {
    const run = this.#open.find((each) => each.first === first);
    if (run !== undefined) run.settled = true;
    for (; this.#open[0]?.settled === true; this.#open.shift()) this.#settledTo = this.#open[0].end;
  }

  committed(): void {
    this.#atCommitBefore = this.#atLastCommit;
    this.#atLastCommit = this.#settledTo;
  }
}

/** For each generation in which a member had the partition, a number that changes whenever it may have been away. */
function tenuresOf(journal: readonly JournalLine[], partition: number): Map<number, number> {
  const tenures = new Map<number, number>();
  let tenure = 0;
  let before: Extract<JournalLine, { kind: 'joined' }> | undefined;
  for (const line of journal) {
    if (line.kind !== 'joined') continue;
    const unbroken =
      before !== undefined &&
      line.memberId === before.memberId &&
      line.generation <= before.generation + 1 &&
      before.owned.includes(partition);
    if (!unbroken) tenure++;
    if (line.owned.includes(partition)) tenures.set(line.generation, tenure);
    before = line;
  }
  return tenures;
}
