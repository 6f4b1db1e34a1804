import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKafka } from '@kafka-splunk/local-kafka';
import { defaultsContender } from '../contenders.js';
import type { BenchOptions } from '../options.js';
import { preload } from '../preload.js';
import { childrenOf, treeUsage } from '../process-tree.js';
import { ended, startSink } from '../sink.js';
import { textTable } from '../table.js';
import { growthPerHour, largest, type Sample } from './trend.js';

const TOPIC = 'soak';
const PARTITIONS = 4;
const PARTS = 5;

/** The memory of the program, defaults, in front of a Splunk that takes nothing; then Splunk comes back. */
export async function soakBench(options: BenchOptions): Promise<string> {
  const { events, seconds, json } = options;
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const say = (line: string): void => console.error(line);
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: say });
  try {
    say(`writing ${events.toLocaleString('en-US')} events of ${options.eventBytes} bytes`);
    await preload(kafka.bootstrap[0] as string, scratch, {
      ...{ topic: TOPIC, partitions: PARTITIONS, packing: 'none', events, eventBytes: options.eventBytes },
    });
    const sink = await startSink({ events, refuse: true });
    const task = { brokers: kafka.bootstrap, topic: TOPIC, url: sink.url, run: 'soak', scratch };
    const child = defaultsContender.start({ ...task, profile: options.profile });
    try {
      const { supervisor, worker } = await watch(child.pid as number, seconds, say);
      sink.serve();
      say('Splunk is back');
      const backAt = performance.now();
      const died = ended(child).then(() =>
        Promise.reject(new Error('the program ended before all events had arrived')),
      );
      died.catch(() => {});
      await Promise.race([sink.all, died]);
      const drained = (performance.now() - backAt) / 1000;
      if (json !== undefined)
        writeFileSync(json, `${JSON.stringify({ options, worker, supervisor, drained }, null, 2)}\n`);
      return `${memoryTable({ worker, supervisor }, seconds)}\n\nAll ${events.toLocaleString('en-US')} events were there ${drained.toFixed(1)} s after Splunk was back.`;
    } finally {
      child.kill('SIGTERM');
      await ended(child);
      sink.stop();
    }
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function watch(
  supervisorPid: number,
  seconds: number,
  say: (line: string) => void,
): Promise<{ worker: Sample[]; supervisor: Sample[] }> {
  let workerPid: number | undefined;
  for (; workerPid === undefined; [workerPid] = childrenOf(supervisorPid)) await sleep(100);
  const worker: Sample[] = [];
  const supervisor: Sample[] = [];
  const begun = performance.now();
  for (let at = 0; at < seconds; at = (performance.now() - begun) / 1000) {
    const both = treeUsage(supervisorPid).residentBytes;
    const bytes = treeUsage(workerPid).residentBytes;
    if (bytes === 0) throw new Error('the worker ended while Splunk was dead');
    worker.push({ at, bytes });
    supervisor.push({ at, bytes: both - bytes });
    if (worker.length % 30 === 1) say(`${at.toFixed(0)} s: worker ${(bytes / 1e6).toFixed(0)} MB`);
    await sleep(1000);
  }
  return { worker, supervisor };
}

function memoryTable(processes: Readonly<Record<string, readonly Sample[]>>, seconds: number): string {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const parts = Array.from({ length: PARTS }, (_, part) =>
    [part, part + 1].map((edge) => (edge * seconds) / PARTS),
  );
  return textTable<[string, readonly Sample[]]>(
    [
      { head: 'in front of a dead Splunk', cell: ([name]) => name },
      ...parts.map(([from = 0, to = 0]) => ({
        head: `${from.toFixed(0)}–${to.toFixed(0)} s`,
        cell: ([, samples]: [string, readonly Sample[]]) => mb(largest(samples, from, to)),
      })),
      {
        // The first part fills up; only what comes after it is a trend.
        head: 'growth',
        cell: ([, samples]) => `${mb(growthPerHour(samples.filter(({ at }) => at > seconds / PARTS)))}/h`,
      },
    ],
    Object.entries(processes),
  );
}
