import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ProcessFacts, processesOf } from './processes.js';

const binary = fileURLToPath(
  new URL('./bin/kafka-splunk-consumer.js', import.meta.resolve('kafka-splunk-consumer/package.json')),
);
/** `RestartSec`, shorter than in the unit file that the program comes with, so that more happens in a run. */
const restartMs = 1_000;
const clockSkew = new URL('../../bin/clock-skew.js', import.meta.url).href;

/**
 * The program under something like systemd: started again whenever it ends unasked, and with `KillMode=mixed` nothing of
 * it outlives its supervisor.
 */
export class ProgramUnit {
  readonly #folder: string;
  readonly #token: string;
  readonly #groups = new Set<number>();
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;
  #wanted = false;
  /** How it ended, each time: exit code, or the signal. */
  readonly endings: (number | string)[] = [];

  constructor(folder: string, token: string) {
    this.#folder = folder;
    this.#token = token;
  }

  /** Everything it printed. */
  get outputFile(): string {
    return join(this.#folder, 'output.log');
  }

  /** By how many milliseconds the program's clock is wrong from now on. */
  skewClock(ms: number): void {
    writeFileSync(this.#clockFile, String(ms));
  }

  get #clockFile(): string {
    return join(this.#folder, 'clock');
  }

  start(config: string): void {
    writeFileSync(join(this.#folder, 'config.yml'), config);
    this.#wanted = true;
    this.#running = this.#keepRunning();
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  /** Living workers: children of the supervisor. */
  workers(): ProcessFacts[] {
    return this.processes().filter(({ parent }) => parent === this.#child?.pid);
  }

  /** Everything of it that lives, of earlier starts too. */
  processes(): ProcessFacts[] {
    return processesOf(this.#groups);
  }

  /** SIGTERM, and then it stays ended. Resolves with its exit code, or signal. */
  async stop(): Promise<number | string> {
    this.#wanted = false;
    this.signal('SIGTERM');
    await this.#running;
    return this.endings.at(-1) as number | string;
  }

  /** Ends whatever is left of it. */
  async destroy(): Promise<void> {
    this.kill();
    await this.#running;
  }

  /** The same, and does not wait until it is gone. */
  kill(): void {
    this.#wanted = false;
    for (const group of this.#groups) killGroup(group);
  }

  async #keepRunning(): Promise<void> {
    while (this.#wanted) {
      const output = openSync(this.outputFile, 'a');
      const child = spawn(process.execPath, [binary, '-c', join(this.#folder, 'config.yml')], {
        cwd: this.#folder,
        detached: true,
        stdio: ['ignore', output, output],
        env: {
          ...process.env,
          NODE_OPTIONS: `--import ${clockSkew}`,
          CHAOS_CLOCK: this.#clockFile,
          CHAOS_TOKEN: this.#token,
        },
      });
      closeSync(output);
      this.#child = child;
      this.#groups.add(child.pid as number);
      const guard = guardGroup(child.pid as number);
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      this.endings.push(code ?? (signal as string));
      killGroup(child.pid as number);
      guard.kill('SIGKILL');
      if (this.#wanted) await wait(restartMs);
    }
  }
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Nothing is left of it, which is what is wanted.
  }
}

/** Ends the group when this process is gone, however it went: the shell waits for its standard input to close. */
function guardGroup(group: number): ChildProcess {
  const guard = spawn('sh', ['-c', 'read -r _; kill -9 "-$1" 2>/dev/null', 'guard', String(group)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined);
  guard.stdin?.on('error', () => undefined);
  return guard;
}
