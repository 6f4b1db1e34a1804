import type { Contender, Task } from './contenders.js';
import { childrenOf, processUsage, treeUsage } from './process-tree.js';
import { ended, startSink } from './sink.js';

/** One run of one contender. */
export interface Lap {
  /** Between the first and the last event at the sink. */
  readonly eventsPerSecond: number;
  /** CPU seconds of the whole process tree between the same two moments, per million events. */
  readonly cpuPerMillion: number;
  /** Largest resident memory of the process tree seen while it ran. */
  readonly peakBytes: number;
  /** Largest resident memory of its largest worker; of the process itself where it has no children. */
  readonly workerBytes: number;
  /** Largest resident memory of the process that has the workers; not a number where there are none. */
  readonly supervisorBytes: number;
  /** From the start of the process to the first event. */
  readonly secondsToFirst: number;
}

const SAMPLE_MS = 50;

/** The largest resident memory of a contender's processes since their start. */
function peaks(pid: number): Pick<Lap, 'workerBytes' | 'supervisorBytes'> {
  const own = processUsage(pid)?.peakBytes ?? Number.NaN;
  const workers = childrenOf(pid).flatMap((child) => processUsage(child)?.peakBytes ?? []);
  return workers.length === 0
    ? { workerBytes: own, supervisorBytes: Number.NaN }
    : { workerBytes: Math.max(...workers), supervisorBytes: own };
}

/** Runs a contender over all events of the topic. */
export async function runLap(contender: Contender, task: Omit<Task, 'url'>, events: number): Promise<Lap> {
  const { ackDelayMs, count, name, patienceMs } = contender;
  const sink = await startSink({ events, ackDelayMs, count });
  const started = performance.now();
  const child = contender.start({ ...task, url: sink.url });
  const pid = child.pid as number;
  let peakBytes = 0;
  const sampling = setInterval(() => {
    peakBytes = Math.max(peakBytes, treeUsage(pid).residentBytes);
  }, SAMPLE_MS);
  let patience: NodeJS.Timeout | undefined;
  try {
    const died = new Promise<never>((_, reject) => {
      void ended(child).then(() => reject(new Error(`${name}: it ended before all events had arrived`)));
      if (patienceMs === undefined) return;
      const late = `${name}: not all events had arrived within ${patienceMs / 1000} s`;
      patience = setTimeout(() => reject(new Error(late)), patienceMs);
    });
    died.catch(() => {});
    await Promise.race([sink.first, died]);
    const firstAt = performance.now();
    const cpuAtFirst = treeUsage(pid).cpuSeconds;
    await Promise.race([sink.all, died]);
    const seconds = (performance.now() - firstAt) / 1000;
    const { cpuSeconds, residentBytes } = treeUsage(pid);
    return {
      eventsPerSecond: events / seconds,
      cpuPerMillion: ((cpuSeconds - cpuAtFirst) / events) * 1e6,
      peakBytes: Math.max(peakBytes, residentBytes),
      ...peaks(pid),
      secondsToFirst: (firstAt - started) / 1000,
    };
  } finally {
    clearInterval(sampling);
    clearTimeout(patience);
    child.kill('SIGTERM');
    await ended(child);
    sink.stop();
  }
}
