import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as zlib from 'node:zlib';
import type { Packing } from '../preload.js';
import type { ConsumeLap } from './lap.js';

/** What is to be read. */
export interface ReadTask {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly events: number;
}

/** One of the programs that are compared. */
export interface Reader {
  readonly name: string;
  /** Why it cannot read a topic that is packed so; undefined where it can. */
  lacks?(packing: Packing): string | undefined;
  read(task: ReadTask): Promise<ConsumeLap>;
}

function forked(name: string, script: string, ...options: readonly string[]): Reader {
  return {
    name,
    async read({ brokers, topic, events }) {
      const file = fileURLToPath(new URL(script, import.meta.url));
      const child = fork(file, [brokers.join(','), topic, String(events), ...options], { execArgv: [] });
      const ended = once(child, 'exit');
      const [lap] = (await Promise.race([
        once(child, 'message'),
        ended.then(() => Promise.reject(new Error(`${name} ended before it had read all events`))),
      ])) as [ConsumeLap];
      child.disconnect();
      await ended;
      return lap;
    },
  };
}

/** Reads to the end of the topic and ends; its shell tells what it has used. */
const KCAT =
  'kcat -C -b "$0" -t "$1" -o beginning -e -q -X fetch.message.max.bytes=2097152 > /dev/null && times';

/** `0m1.234s 0m0.567s` on the second line: user and system time of the shell's children (POSIX `times`). */
function cpuOf(times: string): number {
  const [, children = ''] = times.trim().split('\n');
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}

const kcat: Reader = {
  name: 'kcat -C (librdkafka)',
  read({ brokers, topic }) {
    const begin = performance.now();
    const { stdout, status, stderr } = spawnSync('bash', ['-c', KCAT, brokers.join(','), topic], {
      encoding: 'utf8',
    });
    if (status !== 0) return Promise.reject(new Error(`kcat failed: ${stderr}`));
    const seconds = (performance.now() - begin) / 1000;
    return Promise.resolve({ seconds, cpuSeconds: cpuOf(stdout), peakBytes: 0 });
  },
};

const platformatic: Reader = {
  ...forked('@platformatic/kafka', 'platformatic-reader.js'),
  lacks: (packing) =>
    packing === 'zstd' && !('zstdDecompressSync' in zlib)
      ? `it unpacks zstd from Node 22.15 on, and this is ${process.version}`
      : undefined,
};

/** kcat, where it is installed; it is measured whole, its start and connecting included. */
export function kcatReader(): Reader | undefined {
  return spawnSync('kcat', ['-V'], { stdio: 'ignore' }).status === 0 ? kcat : undefined;
}

/** The yardstick first. */
export function readers(): readonly Reader[] {
  const list = [
    forked('kafkajs eachBatch', 'each-batch-reader.js'),
    platformatic,
    forked('kafka-balanced-consumer', 'balanced-reader.js'),
    forked('… with reuseMemory', 'balanced-reader.js', 'reuse'),
  ];
  return [...list, kcatReader() ?? []].flat();
}
