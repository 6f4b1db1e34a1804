import type { SupervisorMessage, WorkerMessage } from './messages.js';
import {
  type Fields,
  Garbled,
  readCount,
  readFlag,
  readNumber,
  readObject,
  readOptional,
  readText,
} from './read-fields.js';
import { readWorkerStats } from './read-stats.js';

/** A message that was understood, or why it was not. */
export type Read<M> =
  | { readonly message: M; readonly garbled?: undefined }
  | { readonly message?: undefined; readonly garbled: string };

const workerReaders: {
  readonly [T in WorkerMessage['type']]: (from: Fields) => WorkerMessage & { type: T };
} = {
  hello: (from) => ({ type: 'hello', protocol: readNumber(from, 'protocol'), pid: readCount(from, 'pid') }),
  running: () => ({ type: 'running' }),
  stats: (from) => ({ type: 'stats', stats: readWorkerStats(readObject(from.stats, 'stats')) }),
  drained: (from) => ({ type: 'drained', unsettled: readCount(from, 'unsettled') }),
  left: () => ({ type: 'left' }),
  fatal: (from) => ({ type: 'fatal', code: readText(from, 'code'), message: readText(from, 'message') }),
};

const supervisorReaders: {
  readonly [T in SupervisorMessage['type']]: (from: Fields) => SupervisorMessage & { type: T };
} = {
  start: (from) => ({
    type: 'start',
    protocol: readNumber(from, 'protocol'),
    configText: readText(from, 'configText'),
    file: readText(from, 'file'),
    worker: readCount(from, 'worker'),
    workers: readCount(from, 'workers'),
  }),
  drain: (from) => ({ type: 'drain', deadlineAt: readCount(from, 'deadlineAt') }),
  leave: (from) => ({ type: 'leave', keepPlace: readOptional(from, 'keepPlace', readFlag) }),
};

/**
 * Reads what a worker said. Whatever comes, it answers: a garbled message is for the log, never a reason to fall.
 * Unknown fields are dropped.
 */
export function readWorkerMessage(value: unknown): Read<WorkerMessage> {
  return read<WorkerMessage>(value, workerReaders);
}

/** Reads what the supervisor said, in the same way. */
export function readSupervisorMessage(value: unknown): Read<SupervisorMessage> {
  return read<SupervisorMessage>(value, supervisorReaders);
}

function read<M>(value: unknown, readers: Readonly<Record<string, (from: Fields) => M>>): Read<M> {
  try {
    const from = readObject(value, 'the message');
    const type = readText(from, 'type');
    const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
    if (reader === undefined) return { garbled: `type ${JSON.stringify(type.slice(0, 40))} is unknown` };
    return { message: reader(from) };
  } catch (error) {
    if (error instanceof Garbled) return { garbled: error.message };
    throw error;
  }
}
