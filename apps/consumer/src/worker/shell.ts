import { type Config, isConfigError, parseConfig } from '@kafka-splunk/config';
import { exitCodes } from '../cli/exit-codes.js';
import type { AppErrorCode } from '../error-codes.js';
import { ipcProtocol, type SupervisorMessage } from '../ipc/messages.js';
import { messageOf } from '../message-of.js';
import type { Log } from '../observe/log.js';
import { openProcessLog, type ProcessLog } from '../observe/process-log.js';
import { isSetupError } from '../setup-error.js';
import { type Channel, openChannel } from './channel.js';
import type { StartWorker, WorkerHandle } from './worker-handle.js';

/** For the last words to get out before the process ends, in milliseconds. */
const lastWordsMs = 1000;
/** For leaving the group when nobody is there any more to cut it short, in milliseconds. */
const leaveAloneMs = 3000;

type Start = SupervisorMessage & { type: 'start' };

/**
 * A worker's process around its pipeline: greets the supervisor, starts, obeys, and ends. It lives as long as the
 * channel to the supervisor: when that closes, it drains and ends by itself.
 */
export class WorkerShell {
  readonly #startWorker: StartWorker;
  readonly #channel: Channel;
  #own: ProcessLog | undefined;
  #config: Config | undefined;
  #starting: Promise<WorkerHandle> | undefined;
  #draining: Promise<void> | undefined;
  #ending = false;

  constructor(startWorker: StartWorker) {
    this.#startWorker = startWorker;
    // Ctrl-C, a closed terminal and many init systems signal the whole process group: only the supervisor knows the
    // order in which to stop, so a worker listens to nobody else.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
    // After either the state of the process is undetermined: report and end, the supervisor starts a fresh one.
    process.on('uncaughtException', (error) => this.#fail('WORKER_EXCEPTION', error));
    process.on('unhandledRejection', (reason) => this.#fail('WORKER_REJECTION', reason));
    this.#channel = openChannel({
      onMessage: (message) => this.#obey(message),
      onGarbled: (reason) =>
        this.#log?.warning({ reason }, 'a message of the supervisor was garbled and is ignored'),
      onClosed: () => this.#orphaned(),
    });
  }

  /** Says the first word. */
  open(): void {
    if (!process.connected) {
      process.stderr.write('a worker is started by kafka-splunk-consumer, not by hand\n');
      process.exit(exitCodes.usage);
    }
    void this.#channel.say({ type: 'hello', protocol: ipcProtocol, pid: process.pid });
  }

  get #log(): Log | undefined {
    return this.#own?.log;
  }

  #obey(message: SupervisorMessage): void {
    switch (message.type) {
      case 'start':
        if (this.#starting !== undefined) return;
        this.#starting = this.#start(message);
        this.#starting.then(
          (handle) => this.#watch(handle),
          (error) => this.#fail('WORKER_START', error),
        );
        return;
      case 'drain':
        this.#draining ??= this.#drain(message.deadlineAt - Date.now());
        return;
      case 'leave':
        void (message.keepPlace === true ? this.#end() : this.#leave());
        return;
    }
  }

  async #start(start: Start): Promise<WorkerHandle> {
    const { worker, workers, file } = start;
    process.title = `kafka-splunk-consumer: worker ${worker}`;
    if (start.protocol !== ipcProtocol) {
      throw new Error('supervisor and worker are of different versions; start the program anew');
    }
    const { config } = parseConfig(start.configText, { file, env: process.env });
    this.#config = config;
    this.#own = openProcessLog(config, { worker });
    return await this.#startWorker(config, {
      worker,
      workers,
      logger: this.#own.log,
      report: (stats) => this.#channel.report(stats),
    });
  }

  #watch(handle: WorkerHandle): void {
    void this.#channel.say({ type: 'running' });
    handle.finished.then(
      () => {
        if (!this.#ending)
          this.#fail('WORKER_STOPPED', new Error('the pipeline ended without being told to'));
      },
      (error) => this.#fail('WORKER_FAILED', error),
    );
  }

  /** Phase one. The time is given as a span, so that a jump of the clock can make it no longer than configured. */
  async #drain(ms: number): Promise<void> {
    // Told to drain before it had anything to do.
    if (this.#starting === undefined) return await this.#channel.say({ type: 'drained', unsettled: 0 });
    const most = this.#config?.general.drainDeadlineMs ?? ms;
    const deadline = AbortSignal.timeout(Math.max(0, Math.min(ms, most)));
    try {
      const handle = await this.#starting;
      handle.stopFetching();
      const { unsettled } = await handle.drained(deadline);
      await this.#channel.say({ type: 'drained', unsettled });
    } catch (error) {
      this.#fail('WORKER_DRAIN', error);
    }
  }

  /** Phase two. */
  async #leave(): Promise<void> {
    if (this.#ending) return;
    this.#ending = true;
    try {
      await (await this.#starting)?.leave();
      await this.#channel.say({ type: 'left' });
    } catch (error) {
      this.#log?.warning(
        { err: error },
        'leaving the group failed; the group notices after a session timeout',
      );
    }
    await this.#end();
  }

  /**
   * Ends as it is. In the place of {@link WorkerShell.#leave} where a successor takes over: everything is settled and
   * committed then, and what fetches and heartbeats are still under way matters to nobody.
   */
  async #end(): Promise<void> {
    this.#ending = true;
    await this.#own?.sink.flush(lastWordsMs);
    process.exit(exitCodes.done);
  }

  /** Without a supervisor nobody counts the time: both phases follow each other at once, each with its bound. */
  #orphaned(): void {
    const handle = this.#starting;
    const ms = this.#config?.general.drainDeadlineMs ?? 0;
    this.#log?.warning({ deadlineMs: ms }, 'the supervisor is gone: draining, then this worker ends');
    setTimeout(() => process.exit(exitCodes.unsettled), ms + leaveAloneMs).unref();
    if (handle === undefined) process.exit(exitCodes.done);
    this.#draining ??= this.#drain(ms);
    void this.#draining.then(() => this.#leave());
  }

  #fail(fallbackCode: AppErrorCode, error: unknown): void {
    if (this.#ending) {
      this.#log?.warning({ err: error }, 'something failed while the worker was ending already');
      return;
    }
    this.#ending = true;
    const code = codeOf(error) ?? fallbackCode;
    const message = messageOf(error);
    const exitCode = isConfigError(error) || isSetupError(error) ? exitCodes.usage : exitCodes.failure;
    this.#log?.critical({ err: error, code }, `this worker cannot go on: ${message}`);
    const lastWords = Promise.all([
      this.#channel.say({ type: 'fatal', code, message }),
      this.#own?.sink.flush(lastWordsMs),
    ]);
    setTimeout(() => process.exit(exitCode), lastWordsMs);
    void lastWords.then(() => process.exit(exitCode));
  }
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
