import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Config } from '@kafka-splunk/config';
import { prepareToLeave } from '../access/leave-for.js';
import { Admin } from '../admin/admin.js';
import { fanOut } from '../observe/fleet-events.js';
import { FleetObserver } from '../observe/fleet-observer.js';
import type { Log } from '../observe/log.js';
import { openProcessLog } from '../observe/process-log.js';
import type { FleetPlan } from '../supervisor/fleet-plan.js';
import { planFleet } from '../supervisor/plan-fleet.js';
import { Supervisor } from '../supervisor/supervisor.js';
import { containerMemory, leastContainer } from '../supervisor/worker-memory.js';
import { type ExitCode, exitCodes } from './exit-codes.js';
import { canBeReadAgain, readConfig } from './read-config.js';
import { Reloader } from './reloader.js';
import { listenForSignals } from './signals.js';
import { watchTerminal } from './terminal-watch.js';
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
  const rereadable = canBeReadAgain(file);
  const { text, config, notices } = await readConfig(file);
  const { log, sink, adopt } = openProcessLog(config);
  const plan = planFleet(config, text);
  const { workers } = plan;
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
  tellMemory(plan, log);
  const program = { version, file, startedAt: Date.now() };
  const admin = new Admin({ config, program, log, view: () => supervisor.view() });
  // The supervisor knows plans; what is done here goes by the whole config.
  const configs = new WeakMap<FleetPlan, Config>([[plan, config]]);
  const takeOver = (next: Config): void => {
    adopt(next);
    admin.adopt(next);
  };
  const observer = new FleetObserver({ log, workers: () => supervisor.view().workers.length });
  const supervisor: Supervisor = new Supervisor({
    plan,
    file,
    log,
    observer: fanOut([observer, admin.board]),
    workerEntry: fileURLToPath(new URL('../worker/main.js', import.meta.url)),
    onUndone: (good) => takeOver(configs.get(good) as Config),
  });
  // Rejections that nobody caught come here too. The channels close with this process, and the workers drain.
  process.on('uncaughtException', (error) => {
    log.critical({ err: error }, `the supervisor failed, the workers drain and end: ${error.message}`);
    void sink.flush(flushMs).then(() => process.exit(exitCodes.failure));
  });
  const reloader = new Reloader({
    file,
    rereadable,
    config,
    log,
    onPlan(next, nextConfig) {
      configs.set(next, nextConfig);
      takeOver(nextConfig);
      supervisor.reload(next);
    },
  });
  const silence = listenForSignals(process, {
    ...stopWishes(supervisor, log),
    onReload: () => void reloader.reload(),
    terminalGone: watchTerminal(),
  });
  observer.start();
  admin.start();
  try {
    const ended = supervisor.run();
    // Behind the forks, so that it does not hold up the workers. Where it fails, so does what needs it, and says so.
    void prepareToLeave().catch(() => undefined);
    return await ended;
  } finally {
    observer.stop();
    await admin.close();
    await sink.flush(flushMs);
    // Not before: a signal in the last moments must not change the exit code.
    silence();
  }
}

function stopWishes(supervisor: Supervisor, log: Log) {
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

/** A container that is too small is better told at the start than found out by the kernel. */
function tellMemory({ workers, memory }: FleetPlan, log: Log): void {
  const container = containerMemory(process.constrainedMemory?.(), totalmem());
  if (memory === undefined || container === undefined) return;
  const needed = leastContainer(memory, workers);
  if (needed <= container) return;
  const mib = (bytes: number): number => Math.round(bytes / 1024 / 1024);
  log.warning(
    { code: 'WORKER_MEMORY', container, needed },
    `this container may take ${mib(container)} MiB of memory, and ${workers} workers need ${mib(needed)}: lower general.workers or general.memory, or raise its limit`,
  );
}
