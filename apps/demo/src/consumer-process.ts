import { type ChildProcess, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type ConsumerConfig, consumerConfigText } from './consumer-config.js';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The running consumer. */
export interface ConsumerProcess {
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<Ending>;
  /** What it logged last. */
  lastWords(): readonly string[];
  /** Asks it to drain and waits until it has ended. */
  drain(): Promise<Ending>;
  /** Ends it and its workers at once. */
  kill(): Promise<void>;
}

const keptLines = 20;
const program = fileURLToPath(
  new URL('./bin/kafka-splunk-consumer.js', import.meta.resolve('kafka-splunk-consumer/package.json')),
);

/**
 * Starts the consumer as an operator does: the same binary, a config file of the same kind. It has a process group of its
 * own, so that Ctrl-C reaches the demo alone, which then drains it; and a guard ends that group should the demo be killed.
 */
export async function startConsumer(directory: string, config: ConsumerConfig): Promise<ConsumerProcess> {
  const file = join(directory, 'config.yml');
  await writeFile(file, consumerConfigText(config), { mode: 0o600 });
  const child = spawn(process.execPath, [program, '-c', file], {
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      last.push(line);
      if (last.length > keptLines) last.shift();
    });
  }
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const guard = guardGroup(child, directory);
  const release = (): void => void guard?.kill('SIGKILL');
  ended.then(release, release);
  return {
    ended,
    lastWords: () => last,
    drain() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      killGroup(child);
      await ended;
    },
  };
}

/** A negative id means the group: the supervisor and its workers. */
function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the group is gone, which is what was wanted.
  }
}

/**
 * A shell that waits for its standard input to close, as it does when the demo is killed, and then ends the group and removes
 * the directory.
 */
function guardGroup(child: ChildProcess, directory: string): ChildProcess | undefined {
  if (child.pid === undefined) return undefined;
  const script = 'read -r _; kill -9 "-$1" 2>/dev/null; rm -rf "$2"';
  const guard = spawn('sh', ['-c', script, 'guard', String(child.pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin?.on('error', () => {});
  guard.unref();
  return guard;
}
