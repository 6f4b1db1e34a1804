import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { LocalKafka } from '@kafka-splunk/local-kafka';
import type { Evidence, PlayedFault } from './judge/evidence.js';
import { judge, type Verdict } from './judge/verdict.js';
import type { FaultName } from './plan/fault-kinds.js';
import { scheduleOf } from './plan/schedule.js';
import { playSchedule } from './play/play-schedule.js';
import { configText, memoryBytes } from './program/config-text.js';
import { LetterWatch } from './program/letter-watch.js';
import { ProgramUnit } from './program/unit.js';
import { Watch } from './program/watch.js';
import { ChaosReceiver } from './receiver/chaos-receiver.js';
import { readJournal } from './receiver/journal.js';
import { readLog } from './traffic/read-log.js';
import { Traffic } from './traffic/traffic.js';
import { Turns } from './turns.js';
import { UndoStack } from './undo-stack.js';

const partitions = 6;
const receiverCount = 3;
const workers = 2;
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
  readonly faults?: readonly FaultName[];
  /** Told each fault as it happens. */
  readonly say: (line: string) => void;
}

/** How a run went. */
export interface RunResult {
  readonly seed: number;
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
    return await run(options, undo);
  } finally {
    await undo.run();
  }
}

async function run({ kafka, seed, runMs, faults, say }: RunOptions, undo: UndoStack): Promise<RunResult> {
  const brokers = kafka.bootstrap;
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const token = crypto.randomUUID();
  const topic = `chaos-${token.slice(0, 8)}`;
  const group = `group-${topic}`;
  const admin = createTopicAdmin({ brokers });
  undo.push(() => admin.close());
  await admin.createTopic(topic, partitions, 3);

  const receivers = Array.from(
    { length: receiverCount },
    (_, index) => new ChaosReceiver(token, join(folder, `receiver-${index}.journal`)),
  );
  undo.push(() => Promise.all(receivers.map((receiver) => receiver.kill())));
  await Promise.all(receivers.map((receiver) => receiver.start()));

  const unit = new ProgramUnit(folder, token);
  undo.push(() => unit.destroy());
  unit.start(configText({ urls: receivers.map(({ url }) => url), brokers, topics: [topic], group, workers }));
  const producer = createRecordProducer({ brokers });
  undo.push(() => producer.close());
  const traffic = new Traffic(producer, topic, partitions);
  undo.push(() => traffic.stop());
  traffic.start();
  const letters = new LetterWatch(join(folder, 'dead-letters'));
  const watch = new Watch({ admin, topic, group, unit, letters, token });
  undo.push(() => watch.stop());
  watch.start();
  await until(
    'the first commits',
    60_000,
    () => new Set(watch.commits.map((each) => each.partition)).size === partitions,
  );

  const schedule = scheduleOf({
    seed,
    runMs,
    ...(faults === undefined ? {} : { faults }),
    receivers: receiverCount,
    brokers: brokers.length,
    workers,
  });
  const recovered = (): Promise<void> =>
    until('the program has recovered', catchUpMs, async () => {
      if (unit.workers().length !== workers) return false;
      const committed = new Map((await watch.sampleCommits()).map((each) => [each.partition, each.offset]));
      const bounds = await admin.bounds(topic).catch(() => []);
      return (
        bounds.length > 0 &&
        bounds.every(({ partition, end }) => end - (committed.get(partition) ?? 0) < nearlyAll)
      );
    });
  const stage = { kafka, receivers, unit, traffic, admin, topic, turns: new Turns(), recovered };
  const played = await playSchedule(stage, schedule, say);

  await traffic.stop();
  const ends = new Map((await admin.bounds(topic)).map(({ partition, end }) => [partition, end]));
  const caughtUp = await until('everything is committed', catchUpMs, async () => {
    const samples = await watch.sampleCommits();
    return (
      samples.length === ends.size && samples.every(({ partition, offset }) => offset === ends.get(partition))
    );
  }).then(
    () => true,
    () => false,
  );
  const lastExit = await unit.stop();
  await watch.stop();
  const leftBehind = unit.processes().length;
  await Promise.all(receivers.map((receiver) => receiver.kill()));
  letters.look();

  const journals = receivers.map(({ journal }) => readJournal(journal));
  const evidence: Evidence = {
    written: traffic.written,
    log: await readLog(brokers, admin, topic),
    taken: journals
      .flatMap(({ arrivals }, receiver) => arrivals.map((arrival) => ({ ...arrival, receiver })))
      .sort((a, b) => a.at - b.at),
    foreign: journals.reduce((sum, { foreign }) => sum + foreign, 0),
    letters: letters.letters,
    commits: watch.commits,
    faults: played,
  };
  const verdict = judge(evidence, {
    workerBytes: watch.workerBytes,
    workerBytesAllowed,
    lastExit,
    secretsSeen: watch.secretsSeen(),
    leftBehind,
    caughtUp,
  });
  const output = readFileSync(unit.outputFile, 'utf8');
  return { seed, verdict, played, workerBytes: watch.workerBytes, evidence, output };
}

/** Looks again and again; rejects when it takes too long. */
async function until(what: string, ms: number, look: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); !(await look()); await wait(100)) {
    if (performance.now() - start > ms) throw new Error(`${what}: not within ${ms / 1000} s`);
  }
}
