import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type LoadedConfig, loadConfig, parseConfig } from '@kafka-splunk/config';
import { FleetObserver } from '../observe/fleet-observer.js';
import type { Log } from '../observe/log.js';
import { openProcessLog } from '../observe/process-log.js';
import { readCpu } from '../supervisor/cpu-readings.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { countWorkers } from '../supervisor/worker-count.js';
import type { ExitCode } from './exit-codes.js';
import { listenForSignals } from './signals.js';
import { readVersion } from './version.js';

/** For the last lines of the log, in milliseconds. */
const flushMs = 2000;

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
    { version, file, workers, group, topics, brokers, hec: config.hec.url },
    `kafka-splunk-consumer ${version}: ${workers} worker${workers === 1 ? '' : 's'}, group ${group}, topics ${topics.join(', ')}`,
  );
  for (const { line, key, text: notice } of notices) log.warning({ file, line, key }, notice);
  const observer = new FleetObserver({ log, workers });
  const supervisor = new Supervisor({
    configText: text,
    file,
    workers,
    drainDeadlineMs: config.general.drainDeadlineMs,
    log,
    observer,
    workerEntry: fileURLToPath(new URL('../worker/main.js', import.meta.url)),
  });
  const silence = listenForSignals(process, signalWishes(supervisor, log));
  observer.start();
  try {
    return await supervisor.run();
  } finally {
    observer.stop();
    silence();
    await sink.flush(flushMs);
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
 * same one, also after a restart and whatever happened to the file meanwhile.
 */
async function readConfig(file: string): Promise<LoadedConfig & { readonly text: string }> {
  // Knows how to complain about a file that cannot be read.
  await loadConfig({ file, env: process.env });
  const text = await readFile(file, 'utf8');
  return { text, ...(await parseConfig(text, { file, env: process.env })) };
}
