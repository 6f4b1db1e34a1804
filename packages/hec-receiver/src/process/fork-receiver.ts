import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ReceiverError } from '../errors.js';
import type { ReceiverSnapshot } from '../receiver-contract.js';
import type { ParentMessage, ReceiverMessage } from './process-message.js';

/** Options of {@link forkReceiver}. */
export interface ForkOptions {
  /** The command's arguments, as `hec-receiver --help` lists them. @defaultValue `['--port', '0']` */
  readonly args?: readonly string[];
}

/** A receiver in a process of its own, so that it takes no time of the caller's event loop. */
export interface ReceiverProcess {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly pid: number;
  /** Asks for all counts. Throws RECEIVER_PROCESS_FAILED when the process is gone. */
  read(): Promise<ReceiverSnapshot>;
  /** Adds a fault as `--fault` does. Throws RECEIVER_BAD_FAULT, RECEIVER_PROCESS_FAILED. */
  addFault(text: string): Promise<void>;
  /** Ends the process and waits until it is gone. Safe to call twice. */
  stop(): Promise<void>;
}

interface Pending {
  readonly resolve: (message: ReceiverMessage) => void;
  readonly reject: (error: ReceiverError) => void;
}

/**
 * Starts `hec-receiver` as a child process. It ends with its parent: a closed channel stops it.
 *
 * Throws {@link ReceiverError}: RECEIVER_BAD_OPTION, RECEIVER_BAD_FAULT, RECEIVER_PORT_TAKEN, RECEIVER_CANNOT_LISTEN,
 * RECEIVER_PROCESS_FAILED.
 */
export async function forkReceiver(options: ForkOptions = {}): Promise<ReceiverProcess> {
  const program = fileURLToPath(new URL('../../bin/hec-receiver.js', import.meta.url));
  const child = fork(program, [...(options.args ?? ['--port', '0'])], {
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    execArgv: [],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const started = await firstMessage(child);
  if (started.kind !== 'listening') {
    await gone;
    throw new ReceiverError(
      started.kind === 'failed' ? started.code : 'RECEIVER_PROCESS_FAILED',
      started.kind === 'failed' ? started.text : 'The receiver process said nothing that can be understood.',
    );
  }
  const ask = questionsTo(child);
  return {
    url: started.url,
    port: started.port,
    token: started.token,
    pid: child.pid ?? 0,
    async read() {
      const answer = await ask((id) => ({ kind: 'read', id }));
      if (answer.kind !== 'snapshot') throw processFailed();
      return answer.snapshot;
    },
    async addFault(text) {
      const answer = await ask((id) => ({ kind: 'fault', id, text }));
      if (answer.kind === 'refused') throw new ReceiverError('RECEIVER_BAD_FAULT', answer.text);
    },
    async stop() {
      if (child.connected) child.send({ kind: 'stop' } satisfies ParentMessage);
      await gone;
    },
  };
}

async function firstMessage(child: ChildProcess): Promise<ReceiverMessage> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new ReceiverError(
      'RECEIVER_PROCESS_FAILED',
      `The receiver process ended at its start, exit code ${code}.`,
    );
  });
  const spoke = once(child, 'message').then(([message]) => message as ReceiverMessage);
  // `once` rejects on 'error' too: a process that could not be started.
  return await Promise.race([spoke, ended]).finally(() => {
    ended.catch(() => {});
    spoke.catch(() => {});
  });
}

function questionsTo(child: ChildProcess): (make: (id: number) => ParentMessage) => Promise<ReceiverMessage> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  child.on('message', (message: ReceiverMessage) => {
    if (!('id' in message)) return;
    pending.get(message.id)?.resolve(message);
    pending.delete(message.id);
  });
  child.once('exit', () => {
    for (const each of pending.values()) each.reject(processFailed());
    pending.clear();
  });
  return (make) =>
    new Promise((resolve, reject) => {
      if (!child.connected) {
        reject(processFailed());
        return;
      }
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      child.send(make(id));
    });
}

function processFailed(): ReceiverError {
  return new ReceiverError('RECEIVER_PROCESS_FAILED', 'The receiver process has ended. Start another one.');
}
