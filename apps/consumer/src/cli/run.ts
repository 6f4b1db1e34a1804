import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LoadedConfig, loadConfig, parseConfig } from '@kafka-splunk/config';
import { leaveFor, prepareToLeave } from '../access/leave-for.js';
import { fanOut } from '../observe/fleet-events.js';
import { FleetObserver } from '../observe/fleet-observer.js';
import type { Log } from '../observe/log.js';
import { openProcessLog } from '../observe/process-log.js';
import { readCpu } from '../supervisor/cpu-readings.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { countWorkers } from '../supervisor/worker-count.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { listenForSignals } from './signals.js';
import { readVersion } from './version.js';

/** For the last lines of the log, in milliseconds. */
const flushMs = 2000;
const maxConfigBytes = 1024 * 1024;

/** What is run. */
export interface RunOptions {
  /** The config file. */
  readonly file: string;
}

/**
 * Reads the config and runs until a signal or a failure ends it; resolves with the exit code.
 *
 * @throws `ConfigError` with every problem of the file
 */
export async function run({ file }: RunOptions): Promise<ExitCode> {
  const { text, config, notices } = await readConfig(file);
  const { log, sink } = openProcessLog(config);
  const workers = countWorkers(config.general.workers, readCpu());
  const { group, topics, brokers } = config.kafka;
  const version = readVersion();
  log.info(
    { version, file, workers, group, topics, brokers, hec: config.hec.urls.join(', ') },
    `kafka-splunk-consumer ${version}: ${workers} worker${workers === 1 ? '' : 's'}, group ${group}, topics ${topics.join(', ')}`,
  );
  for (const { line, key, text: notice } of notices) {
    log.warning({ key }, `${file}:${line}: ${key} ${notice}`);
  }
  const { ack, channel } = config.hec;
  if (ack !== undefined && channel !== undefined) {
    log.info(
      { channel },
      `with acknowledgement hec.channel is not used as written: every session makes a channel of its own, which begins with ${channel.slice(0, 8)}`,
    );
  }
  const observer = new FleetObserver({ log, workers });
  const supervisor = new Supervisor({
    plan: {
      configText: text,
      workers,
      drainDeadlineMs: config.general.drainDeadlineMs,
      leaveFor: (memberId) => leaveFor(config.kafka, memberId),
    },
    file,
    log,
    observer: fanOut([observer]),
    workerEntry: fileURLToPath(new URL('../worker/main.js', import.meta.url)),
  });
  // Rejections that nobody caught come here too. The channels close with this process, and the workers drain.
  process.on('uncaughtException', (error) => {
    log.critical({ err: error }, `the supervisor failed, the workers drain and end: ${error.message}`);
    void sink.flush(flushMs).then(() => process.exit(exitCodes.failure));
  });
  const silence = listenForSignals(process, signalWishes(supervisor, log));
  observer.start();
  try {
    const ended = supervisor.run();
    // Behind the forks, so that it does not hold up the workers. Where it fails, so does what needs it, and says so.
    void prepareToLeave().catch(() => undefined);
    return await ended;
  } finally {
    observer.stop();
    await sink.flush(flushMs);
    // Not before: a signal in the last moments must not change the exit code.
    silence();
  }
}

function signalWishes(supervisor: Supervisor, log: Log) {
  return {
    onStop(signal: string) {
      log.info({ signal }, `${signal}: stopping; a second signal ends at once`);
      supervisor.stop();
    },
    onEndAtOnce(signal: string) {
      log.warning({ signal }, `${signal} again: ending at once, the workers are killed`);
      supervisor.endAtOnce();
    },
  };
}

/**
 * The config and the very text it was read from: the workers are handed the text, so that all of them work with the
 * same one, also after a restart and whatever happened to the file meanwhile. It is read once, so that `-c <(command)`
 * works too.
 */
async function readConfig(file: string): Promise<LoadedConfig & { readonly text: string }> {
  const env = process.env;
  const text = await readText(file).catch(() => undefined);
  if (text !== undefined) return { text, ...parseConfig(text, { file, env }) };
  // Knows how to complain about a file that is missing, a folder, or no text.
  loadConfig({ file, env });
  throw new Error(`${file} changed while it was read; start again`);
}

/** @throws an error of the file system, or a `TypeError` where the bytes are not UTF-8 */
async function readText(file: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  // One byte more than a config may have: the reader of the config says that it is too large.
  for await (const chunk of createReadStream(file, { end: maxConfigBytes })) {
    text += decoder.decode(chunk as Buffer, { stream: true });
  }
  return text + decoder.decode();
}
