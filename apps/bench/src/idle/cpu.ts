import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defaultsContender } from '../contenders.js';
import { childrenOf, treeUsage } from '../process-tree.js';
import { ended, startSink } from '../sink.js';
import { IdleProcess } from './idle-process.js';

/** Where idling is measured. */
export interface IdlePlace {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly partitions: number;
  readonly scratch: string;
}

/** What one process took of a core. */
export interface IdleCpu {
  readonly name: string;
  /** Per cent of one core, user and system. */
  readonly percent: number;
}

/** Start and first fetches are no idling, nor are the compilers that they wake. */
const SETTLING_MS = 15_000;

/** Measures kafkajs, the package and the program, each alone and for so many seconds. */
export async function idleCpu(
  place: IdlePlace,
  seconds: number,
  say: (line: string) => void,
): Promise<IdleCpu[]> {
  const list: IdleCpu[] = [];
  for (const measure of [plainKafkajs, balancedConsumer, program]) {
    for (const result of await measure(place, seconds)) {
      say(`${result.name}: ${result.percent.toFixed(2)} %`);
      list.push(result);
    }
  }
  return list;
}

/** CPU of several processes over the same span, each without its children. */
async function percentOf(pids: readonly number[], seconds: number): Promise<number[]> {
  await sleep(SETTLING_MS);
  const used = () => pids.map((pid) => treeUsage(pid).cpuSeconds);
  const before = used();
  const begun = performance.now();
  await sleep(seconds * 1000);
  const span = (performance.now() - begun) / 1000;
  return used().map((after, index) => ((after - (before[index] as number)) / span) * 100);
}

async function plainKafkajs({ brokers, topic }: IdlePlace, seconds: number): Promise<IdleCpu[]> {
  const file = fileURLToPath(new URL('plain-member.js', import.meta.url));
  const child = fork(file, [brokers.join(','), topic, 'idle-plain'], { execArgv: [] });
  await once(child, 'message');
  const [percent] = (await percentOf([child.pid as number], seconds)) as [number];
  child.kill('SIGKILL');
  await ended(child);
  return [{ name: 'kafkajs, its defaults', percent }];
}

async function balancedConsumer(
  { brokers, topic, partitions }: IdlePlace,
  seconds: number,
): Promise<IdleCpu[]> {
  const member = new IdleProcess(brokers, topic, 'idle-balanced');
  await member.owns(partitions);
  const [percent] = (await percentOf([member.pid], seconds)) as [number];
  await member.kill();
  return [{ name: 'kafka-balanced-consumer', percent }];
}

async function program({ brokers, topic, scratch }: IdlePlace, seconds: number): Promise<IdleCpu[]> {
  const sink = await startSink({ events: 1 });
  const child = defaultsContender.start({ brokers, topic, url: sink.url, run: 'idle', scratch });
  const supervisor = child.pid as number;
  try {
    let worker: number | undefined;
    for (; worker === undefined; [worker] = childrenOf(supervisor)) await sleep(100);
    const [both, own] = (await percentOf([supervisor, worker], seconds)) as [number, number];
    return [
      { name: 'the program: its worker', percent: own },
      { name: 'the program: its supervisor', percent: both - own },
    ];
  } finally {
    child.kill('SIGTERM');
    await ended(child);
    sink.stop();
  }
}
