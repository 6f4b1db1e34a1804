import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { profiling } from './profile/profiling.js';
import type { Counting } from './sink.js';

/** What every contender is given. */
export interface Task {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly url: string;
  /** Differs from run to run, so that each starts at the topic's beginning. */
  readonly run: string;
  readonly scratch: string;
  /** Where CPU profiles of its processes go; only the program can be profiled. */
  readonly profile?: string | undefined;
}

/** One of the programs that are compared. */
export interface Contender {
  readonly name: string;
  /** Milliseconds after which its sink acknowledges; undefined where nothing is acknowledged. */
  readonly ackDelayMs?: number | undefined;
  /** Longest time for a lap in milliseconds: somebody else's program may lose events, and its lap never end. */
  readonly patienceMs?: number;
  /** How the sink counts what it sends. @defaultValue by newlines */
  readonly count?: Counting | undefined;
  start(task: Task): ChildProcess;
}

const require = createRequire(import.meta.url);
const app = join(
  dirname(require.resolve('kafka-splunk-consumer/package.json')),
  'bin',
  'kafka-splunk-consumer.js',
);

/** What differs from the defaults: the rest of a section, in YAML's flow style. */
export interface Settings {
  readonly general?: string | undefined;
  readonly hec?: string | undefined;
  /** @defaultValue 1 */
  readonly workers?: number | undefined;
}

/** The fast profile of docs/sizing.md: large bodies, and as much memory for each worker as these need. */
export function fastProfile(workers = 1): string {
  return `, batch_size: 20000, batch_bytes: 4MiB, memory: ${64 * workers}MiB`;
}

function config(
  { brokers, topic, url, run, scratch }: Task,
  { general = '', hec = '', workers = 1 }: Settings,
): string {
  const { hostname, port } = new URL(url);
  return `hec: { host: ${hostname}, port: ${port}, use_https: false, token: 00000000-0000-0000-0000-000000000000, sourcetype: nginx${hec} }
kafka: { brokers: [${brokers.map((broker) => `'${broker}'`).join(', ')}], consumer_group: bench-${run}, topic: ${topic} }
general: { workers: ${workers}${general} }
dead_letters: { directory: ${scratch} }
admin: { port: 0 }
`;
}

/** The program as users start it, with these settings. */
export function consumerApp(
  name: string,
  settings: Settings,
  sink: Pick<Contender, 'ackDelayMs' | 'count'> = {},
): Contender {
  return {
    name,
    ...sink,
    start(task) {
      const file = join(mkdtempSync(join(task.scratch, 'config-')), 'config.yml');
      writeFileSync(file, config(task, settings));
      return spawn(process.execPath, [app, '-c', file], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, ...profiling(task.profile) },
      });
    },
  };
}

/** The yardstick. */
export const bareLoop: Contender = {
  name: 'bare kafkajs loop',
  start: ({ brokers, topic, url }) =>
    fork(fileURLToPath(new URL('bare-loop.js', import.meta.url)), [brokers.join(','), topic, url], {
      execArgv: [],
    }),
};

/** The program with its defaults. */
export const defaultsContender: Contender = consumerApp('consumer, defaults', {});

/** For each of the two below. Bodies held for a second would fill it in a fraction of that second. */
const ACK_MEMORY = ', memory: 64MiB';

/** With acknowledgement and without, under the same memory: what it costs to wait for an indexer. */
export const ackContenders: readonly Contender[] = [
  consumerApp('consumer, without acknowledgement', { general: ACK_MEMORY }),
  consumerApp(
    'consumer, acknowledged after 1 s',
    { general: ACK_MEMORY, hec: ', ack: true' },
    { ackDelayMs: 1000 },
  ),
];
