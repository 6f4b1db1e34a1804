import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What is needed to start a JVM of Kafka's. */
export interface JavaCommand {
  readonly java: string;
  readonly classPath: string;
}

/** Where broker `id` finds its settings. */
export function propertiesFile(home: string, id: number): string {
  return join(home, `broker-${id}.properties`);
}

const READY = 'Kafka Server started';

const jvm = (heap: string): string[] => [
  `-Xms${heap}`,
  `-Xmx${heap}`,
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=4',
  '-XX:-UsePerfData',
  '-Djava.awt.headless=true',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
];

/** One running broker. */
export interface BrokerProcess {
  /** Resolves when the broker serves, rejects with its last words when it ends before. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Kills the broker and removes the data when this process is gone, however it went: the guard reads from a pipe that
 * only we hold, and a pipe closes with its owner, after SIGKILL too.
 */
function guard(broker: ChildProcess, home: string): ChildProcess {
  const watcher = spawn(
    'sh',
    ['-c', 'read -r _; kill -9 "$1" 2>/dev/null; rm -rf "$2"', 'guard', String(broker.pid), home],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    },
  );
  watcher.unref();
  (watcher.stdin as unknown as { unref?: () => void }).unref?.();
  return watcher;
}

/** Starts broker `id` of the cluster in the directory `home`; its output goes to a log file there. */
export function startBroker(command: JavaCommand, home: string, id: number): BrokerProcess {
  // A group of its own: Ctrl-C on the terminal must reach the consumer first, which still needs the broker to commit.
  const child = spawn(
    command.java,
    [...jvm('512m'), '-cp', command.classPath, 'kafka.Kafka', propertiesFile(home, id)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const watcher = child.pid === undefined ? undefined : guard(child, home);
  const log = createWriteStream(join(home, `broker-${id}.log`), { flags: 'a' });
  const last: string[] = [];
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        last.push(line);
        if (last.length > 5) last.shift();
        if (line.includes(READY)) resolve();
      });
    }
    child.once('error', reject);
    void exited.then(() => reject(new Error(last.join(' | ') || 'it printed nothing')));
  });
  // Nobody may be waiting any more when a broker is killed on purpose.
  ready.catch(() => {});
  void exited.then(() => {
    watcher?.kill('SIGKILL');
    log.end();
  });
  return { ready, exited, kill: (signal) => void child.kill(signal) };
}

/** Arguments for a short-lived tool of Kafka's: a small heap, and compiled just enough. */
export function toolArguments(classPath: string, mainClass: string, args: readonly string[]): string[] {
  return [
    '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
    '-cp',
    classPath,
    mainClass,
    ...args,
  ];
}
