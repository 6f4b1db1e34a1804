import { type ChildProcess, fork } from 'node:child_process';
import type { AppErrorCode } from '../error-codes.js';
import {
  ipcProtocol,
  type SupervisorMessage,
  type WorkerMessage,
  type WorkerStats,
} from '../ipc/messages.js';
import { readWorkerMessage } from '../ipc/read-message.js';
import { messageOf } from '../message-of.js';
import type { Log } from '../observe/log.js';
import { type ChildExit, describeExit } from './child-exit.js';
import { allocatorSettings, collectorFlags } from './worker-tuning.js';

/** What a new child is told. */
export interface ChildOptions {
  /** Path of the built file that is forked. */
  readonly entry: string;
  readonly start: SupervisorMessage & { type: 'start' };
  readonly log: Log;
  /** Most of its heap's old generation, in MiB. */
  readonly heapMib: number | undefined;
  /** Time for the first word, in milliseconds; then it is killed. */
  readonly helloMs: number;
  /** The pipeline stands. Called once. */
  readonly onRunning: () => void;
  readonly onStats: (stats: WorkerStats) => void;
}

/** One worker's process: started, spoken to, watched until its end. The only place that forks. */
export class Child {
  /** Number of the worker, from 0. */
  readonly worker: number;
  /** Resolves when the process is gone; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Resolves with the unsettled records once the worker has drained; undefined when it ended without saying so. */
  readonly drained: Promise<number | undefined>;
  /** Undefined where the fork failed. */
  readonly #process: ChildProcess | undefined;
  #log: Log;
  #options: ChildOptions;
  #running = false;
  #gone = false;
  #helloTimer: NodeJS.Timeout | undefined;
  #fatal: ChildExit['fatal'];
  #stats: WorkerStats | undefined;
  #resolveDrained: (unsettled: number | undefined) => void = () => undefined;
  #garbled = 0;
  #hasLeft = false;
  #greeted = false;
  #heardAt = performance.now();
  readonly #listeners = new Set<(stats: WorkerStats | undefined) => void>();

  /** Forks at once; the handshake goes on by itself. */
  constructor(options: ChildOptions) {
    this.worker = options.start.worker;
    this.#options = options;
    this.drained = new Promise((resolve) => {
      this.#resolveDrained = resolve;
    });
    const { started, refused } = start(options);
    this.#process = started;
    this.#log = options.log.child({ worker: this.worker, workerPid: started?.pid });
    this.exited = new Promise((resolve) => {
      const notStarted = (error: unknown): void => {
        this.#fatal ??= { code: 'WORKER_NOT_STARTED' satisfies AppErrorCode, message: messageOf(error) };
        this.#end(resolve, undefined, undefined);
      };
      if (started === undefined) {
        notStarted(refused);
        return;
      }
      started.once('exit', (code, signal) => {
        this.#end(resolve, code ?? undefined, signal ?? undefined);
      });
      // A fork that never got off the ground has an error and no exit.
      started.on('error', (error) => {
        if (started.pid === undefined) notStarted(error);
      });
      started.on('message', (value) => this.#hear(value));
    });
    if (this.#gone) return;
    this.#helloTimer = setTimeout(() => {
      this.condemn('WORKER_SILENT', `it said nothing within ${options.helloMs} ms of its start`);
    }, options.helloMs);
  }

  /** Process id; undefined where the fork failed. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether it has said its first word. */
  get hasGreeted(): boolean {
    return this.#greeted;
  }

  /** Whether the pipeline stands or stood: before, the worker holds no records. */
  get hasRun(): boolean {
    return this.#running;
  }

  /** The last statistics, undefined before the first. */
  get stats(): WorkerStats | undefined {
    return this.#stats;
  }

  /** Whether it said that it left the group. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** When it last said anything, on the clock of `performance.now()`; its start, before that. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Resolves with true at the first statistics from now on that fit, with false when it ends without. */
  reports(fits: (stats: WorkerStats) => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const listener = (stats: WorkerStats | undefined): void => {
        if (stats !== undefined && !fits(stats)) return;
        this.#listeners.delete(listener);
        resolve(stats !== undefined);
      };
      if (this.#gone) resolve(false);
      else this.#listeners.add(listener);
    });
  }

  /** Phase one: stop fetching, settle, commit, report. */
  drain(deadlineAt: number): void {
    this.#say({ type: 'drain', deadlineAt });
  }

  /** Phase two: leave the group and end; with `keepPlace` end only, for a successor to take the place over. */
  leave(keepPlace = false): void {
    this.#say({ type: 'leave', keepPlace });
  }

  /** Ends the process at once. */
  kill(): void {
    if (!this.#gone) this.#process?.kill('SIGKILL');
  }

  /** Ends the process at once, for this reason. */
  condemn(code: AppErrorCode, message: string): void {
    this.#fatal = { code, message };
    this.kill();
  }

  #hear(value: unknown): void {
    this.#heardAt = performance.now();
    const { message, garbled } = readWorkerMessage(value);
    if (message === undefined) {
      this.#garbled += 1;
      // Said once per worker: whoever garbles one message garbles one a second.
      if (this.#garbled === 1)
        this.#log.warning({ reason: garbled }, 'a message of the worker was garbled and is ignored');
      return;
    }
    this.#obey(message);
  }

  #obey(message: WorkerMessage): void {
    switch (message.type) {
      case 'hello':
        clearTimeout(this.#helloTimer);
        this.#greeted = true;
        if (message.protocol !== ipcProtocol) {
          this.condemn(
            'WORKER_PROTOCOL',
            `it speaks protocol ${message.protocol} and the supervisor ${ipcProtocol}: the program was replaced while it ran, start it anew`,
          );
          return;
        }
        this.#say(this.#options.start);
        return;
      case 'running':
        if (this.#running) return;
        this.#running = true;
        this.#options.onRunning();
        return;
      case 'stats':
        this.#stats = message.stats;
        this.#options.onStats(message.stats);
        for (const listener of [...this.#listeners]) listener(message.stats);
        return;
      case 'drained':
        this.#resolveDrained(message.unsettled);
        return;
      case 'fatal':
        this.#fatal = { code: message.code, message: message.message };
        return;
      case 'left':
        this.#hasLeft = true;
        this.#log.debug('the worker has left the group');
        return;
    }
  }

  #say(message: SupervisorMessage): void {
    if (this.#process?.connected !== true) return;
    // The worker may end between the question above and the write: its exit tells the rest.
    this.#process.send(message, (error) => {
      if (error) this.#log.debug({ type: message.type, err: error }, 'a message did not reach the worker');
    });
  }

  #end(resolve: (exit: ChildExit) => void, code: number | undefined, signal: string | undefined): void {
    if (this.#gone) return;
    this.#gone = true;
    clearTimeout(this.#helloTimer);
    this.#resolveDrained(undefined);
    for (const listener of [...this.#listeners]) listener(undefined);
    resolve({ code, signal, fatal: this.#fatal, text: describeExit(code, signal, this.#fatal) });
  }
}

/**
 * Forks. Node tells of some refusals of the operating system by an event (no process slots, too many open files), and
 * throws the others: for want of memory, ENOMEM, this call itself fails. The supervisor must outlive both.
 */
function start({ entry, heapMib }: ChildOptions): { started?: ChildProcess; refused?: unknown } {
  try {
    // stdin stays with the supervisor; stdout and stderr are shared, so that a crash of Node itself is seen too.
    const started = fork(entry, [], {
      execArgv: [...collectorFlags, ...(heapMib === undefined ? [] : [`--max-old-space-size=${heapMib}`])],
      env: { ...allocatorSettings, ...process.env },
      serialization: 'json',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return { started };
  } catch (error) {
    return { refused: error };
  }
}
