import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { LocalKafka } from '@kafka-splunk/local-kafka';
import { gatherEvidence } from './gather-evidence.js';
import type { Evidence, PlayedFault } from './judge/evidence.js';
import { judge, type Verdict } from './judge/verdict.js';
import type { FaultName } from './plan/fault-kinds.js';
import { scheduleOf } from './plan/schedule.js';
import { playSchedule } from './play/play-schedule.js';
import { memoryBytes } from './program/config-text.js';
import { partitions, receiverCount, type SetStage, setStage, workers } from './set-stage.js';
import { UndoStack } from './undo-stack.js';

/**
 * What one worker may take: 170 MiB for an idle Node with our code and its caches, twice its share of the memory for
 * events (held slabs and bodies, and what the collector has not reached yet), and one fetch of 8 MiB from each broker.
 */
const workerBytesAllowed = 170 * 1024 * 1024 + 2 * (memoryBytes / workers) + 3 * 8 * 1024 * 1024;
const catchUpMs = 90_000;
/** Events of a partition that may be on their way when all is well: what comes in a second or two. */
const nearlyAll = 400;

/** What a run is made of. */
export interface RunOptions {
  readonly kafka: LocalKafka;
  readonly seed: number;
  readonly runMs: number;
  readonly faults: readonly FaultName[];
  /** Whether the program waits for acknowledgements. */
  readonly ack: boolean;
  /** Told each fault as it happens. */
  readonly say: (line: string) => void;
}

/** How a run went. */
export interface RunResult {
  readonly seed: number;
  readonly ack: boolean;
  readonly verdict: Verdict;
  readonly played: readonly PlayedFault[];
  readonly workerBytes: number;
  /** What the verdict was made from. */
  readonly evidence: Evidence;
  /** What the program printed. */
  readonly output: string;
}

/** One run: everything is new but the brokers. Leaves nothing behind. */
export async function runOnce(options: RunOptions): Promise<RunResult> {
  const undo = new UndoStack();
  try {
    return await run(options, await setStage(options.kafka, options.ack, undo));
  } finally {
    await undo.run();
  }
}

async function run({ kafka, seed, runMs, faults, ack, say }: RunOptions, set: SetStage): Promise<RunResult> {
  const { stage, watch } = set;
  const { unit, receivers, traffic, side } = stage;
  await until(
    'the first commits',
    60_000,
    () => new Set(watch.commits.map((each) => each.partition)).size === partitions,
  );
  const schedule = scheduleOf({
    seed,
    runMs,
    faults,
    ack,
    receivers: receiverCount,
    brokers: kafka.bootstrap.length,
    workers,
  });
  let notRecovered = 0;
  const recovered = (): Promise<void> => {
    const delivers = deliversAgain(set);
    return until(
      'the program has recovered',
      catchUpMs,
      async () =>
        unit.workers().length === workers && (await delivers()) && (await isCommitted(set, nearlyAll)),
    ).catch(() => void notRecovered++);
  };
  const played = await playSchedule({ ...stage, recovered }, schedule, say);

  await Promise.all([traffic.stop(), side.traffic.stop()]);
  const caughtUp = await until('everything is committed', catchUpMs, () => isCommitted(set, 0)).then(
    () => true,
    () => false,
  );
  const lastExit = await unit.stop();
  await watch.stop();
  const leftBehind = unit.processes().length;
  await Promise.all(receivers.map((receiver) => receiver.kill()));

  const evidence = await gatherEvidence(set, played, ack);
  const { workerBytes } = watch;
  const secretsSeen = watch.secretsSeen();
  const verdict = judge(evidence, {
    workerBytes,
    workerBytesAllowed,
    lastExit,
    secretsSeen,
    leftBehind,
    caughtUp,
    notRecovered,
  });
  const output = readFileSync(unit.outputFile, 'utf8');
  return { seed, ack, verdict, played, workerBytes, evidence, output };
}

/**
 * Tells whether of each partition something is committed that was written since it was asked first. A short lag alone proves
 * little: while a broker is dead, nothing is written either.
 */
function deliversAgain({ stage, watch }: SetStage): () => Promise<boolean> {
  const { admin, topic } = stage;
  let before: ReadonlyMap<number, number> | undefined;
  return async () => {
    if (before === undefined) {
      const bounds = await admin.bounds(topic).catch(() => []);
      if (bounds.length > 0) before = new Map(bounds.map(({ partition, end }) => [partition, end]));
      return false;
    }
    const committed = new Map((await watch.sampleCommits()).map((each) => [each.partition, each.offset]));
    return [...before].every(([partition, end]) => (committed.get(partition) ?? 0) > end);
  };
}

/** Whether of each partition all but so many events are committed. */
async function isCommitted({ stage, watch }: SetStage, behind: number): Promise<boolean> {
  const { admin, topic, side } = stage;
  const main = new Map((await watch.sampleCommits()).map((each) => [each.partition, each.offset]));
  const other = await watch.committed(side.topic);
  const enough = async (of: string, committed: ReadonlyMap<number, number>): Promise<boolean> => {
    const bounds = await admin.bounds(of).catch(() => []);
    return (
      bounds.length > 0 &&
      bounds.every(({ partition, end }) => end - (committed.get(partition) ?? 0) <= behind)
    );
  };
  return (await enough(topic, main)) && (await enough(side.topic, other));
}

/** Looks again and again; rejects when it takes too long. */
async function until(what: string, ms: number, look: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); !(await look()); await wait(100)) {
    if (performance.now() - start > ms) throw new Error(`${what}: not within ${ms / 1000} s`);
  }
}
