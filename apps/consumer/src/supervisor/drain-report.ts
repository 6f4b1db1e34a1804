import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { WorkerStats } from '../ipc/messages.js';
import type { Log } from '../observe/log.js';
import type { WorkerDrain } from './drain.js';

/** How the drain went with one worker, and what it last said about its partitions. */
export interface ToldDrain extends WorkerDrain {
  readonly stats: WorkerStats | undefined;
}

/** Tells what was left unsettled, partition by partition; the answer is the exit code. */
export function tellDrain(results: readonly ToldDrain[], log: Log): ExitCode {
  for (const { worker, killed } of results) {
    if (killed) {
      log.warning(
        { worker },
        `worker ${worker} did not end by itself and was killed; the group notices after a session timeout`,
      );
    }
  }
  const left = results.filter(({ unsettled }) => unsettled !== 0);
  if (left.length === 0) {
    log.info('stopped: everything that was read is settled and committed');
    return exitCodes.done;
  }
  for (const result of left) {
    tellPartitions(result, log);
    if (result.unsettled === undefined) {
      log.error(
        { worker: result.worker, reason: result.reason },
        `worker ${result.worker}: what it left unsettled is unknown: ${result.reason}`,
      );
    }
  }
  const count = left.reduce((sum, { unsettled }) => sum + (unsettled ?? 0), 0);
  const unknown = left.filter(({ unsettled }) => unsettled === undefined).length;
  log.error(
    { unsettled: count, workersUnknown: unknown },
    `stopped with ${unknown === 0 ? '' : 'at least '}${count} records unsettled. Nothing is lost: their offsets are not committed, ` +
      'and Kafka delivers them again at the next start; Splunk may get some of them twice',
  );
  return exitCodes.unsettled;
}

function tellPartitions({ worker, stats }: ToldDrain, log: Log): void {
  for (const { topic, partition, inFlight, settledOffset, pauseCause } of stats?.partitions ?? []) {
    if (inFlight === 0) continue;
    log.warning(
      { worker, topic, partition, inFlight, settledOffset, pauseCause },
      `${topic}[${partition}]: ${inFlight} records unsettled from offset ${settledOffset} on, by the last report of worker ${worker}`,
    );
  }
}
