import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessUsage } from '../process-tree.js';
import type { Crew } from './crew.js';
import { atRest, type ChangeFigures, changeFigures, type Rest } from './group-view.js';
import { type ApiTally, sumOfTallies } from './wire-tally.js';

/** One change of the group, and what it cost. */
export interface Change extends ChangeFigures {
  readonly name: string;
  /** Requests and bytes of all members together. */
  readonly apis: Readonly<Record<string, ApiTally>>;
  /** CPU seconds of all members together. */
  readonly cpuSeconds: number;
}

/** What members do that have nothing to do. */
export interface Steady {
  readonly seconds: number;
  readonly apis: Readonly<Record<string, ApiTally>>;
  readonly cpuSeconds: number;
  readonly connections: number;
  readonly peakBytes: number;
}

/** A group that was looked at. */
export interface GroupRun {
  readonly changes: readonly Change[];
  readonly steady: Steady;
  /** Everything that members complained of. */
  readonly warnings: readonly string[];
}

/** How many members there are, and how long the group is looked at while nothing happens. */
export interface GroupPlan {
  readonly members: number;
  readonly partitions: number;
  readonly seconds: number;
}

/** Starts the members, and has one leave, one join, and the members of a process die. */
export async function runGroup(
  crew: Crew,
  { members, partitions, seconds }: GroupPlan,
  say: (line: string) => void,
): Promise<GroupRun> {
  let now: Rest = { owned: new Map(), generation: await warmUp(crew, partitions) };
  const changes: Change[] = [];
  const change = async (name: string, act: () => void): Promise<void> => {
    await crew.usage();
    const said = crew.words.length;
    const before = crew.processes();
    const at = Date.now();
    act();
    const words = () => crew.words.slice(said);
    await crew.until(name, () => atRest(words(), crew.living, partitions) !== undefined);
    // A generation may be followed by another: it counts when nothing has come for a while.
    for (let seen = -1; seen !== crew.words.length; ) {
      seen = crew.words.length;
      await sleep(3000);
      await crew.until(name, () => atRest(words(), crew.living, partitions) !== undefined);
    }
    const after = atRest(words(), crew.living, partitions) as Rest;
    const figures = changeFigures({ at, words: words() }, now, after);
    const apis = sumOfTallies((await crew.usage()).map((usage) => usage.apis));
    changes.push({ name, ...figures, apis, cpuSeconds: cpuBetween(before, crew.processes()) });
    say(`${name}: ${(figures.ms / 1000).toFixed(1)} s, generation ${after.generation}`);
    now = after;
  };
  await change(`all ${members} start`, () => {
    for (let member = 0; member < members; member++) crew.start(member);
  });
  const steady = await watchSteady(crew, seconds);
  await change('one leaves', () => crew.leave(members - 1));
  await change('one joins', () => crew.start(members));
  await change(`a process with ${crew.membersOf(1).length} dies`, () => crew.kill(1));
  const warnings = crew.words.flatMap((word) => (word.kind === 'warning' ? [word.message] : []));
  return { changes, steady, warnings };
}

/** The first group of a cluster waits for the topic of the offsets to be made: not what is looked at here. */
async function warmUp(crew: Crew, partitions: number): Promise<number> {
  crew.start(0);
  await crew.until('a first member', () => atRest(crew.words, crew.living, partitions) !== undefined);
  const { generation } = atRest(crew.words, crew.living, partitions) as Rest;
  crew.leave(0);
  await crew.until('it to leave', () => crew.words.some(({ kind }) => kind === 'left'));
  // A group that becomes empty begins one of its own.
  return generation + 1;
}

/** CPU seconds of the processes that live through all of it. */
function cpuBetween(before: readonly ProcessUsage[], after: readonly ProcessUsage[]): number {
  const begun = new Map(before.map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
  return after.reduce((sum, { pid, cpuSeconds }) => sum + cpuSeconds - (begun.get(pid) ?? 0), 0);
}

async function watchSteady(crew: Crew, seconds: number): Promise<Steady> {
  await crew.usage();
  const before = crew.processes();
  const begun = performance.now();
  await sleep(seconds * 1000);
  const usages = await crew.usage();
  return {
    seconds: (performance.now() - begun) / 1000,
    apis: sumOfTallies(usages.map(({ apis }) => apis)),
    cpuSeconds: cpuBetween(before, crew.processes()),
    connections: usages.reduce((sum, { connections }) => sum + connections, 0),
    peakBytes: crew.processes().reduce((sum, { peakBytes }) => sum + peakBytes, 0),
  };
}
