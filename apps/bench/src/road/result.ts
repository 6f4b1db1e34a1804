import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import type { Lap } from '../race.js';
import { median } from '../table.js';

/** The medians of a row, and what they are of. */
export interface RowResult extends Lap {
  readonly key: string;
  readonly name: string;
  /** Events of one lap, and bytes of each. */
  readonly events: number;
  readonly eventBytes: number;
  readonly laps: readonly Lap[];
}

/** On what it ran. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  readonly kafka: string;
  /** Of the repository; empty where there is no git. */
  readonly commit: string;
  /** ISO date. */
  readonly date: string;
  /** Load average of the minute before; above 1 the figures are not the program's alone. */
  readonly loadBefore: number;
}

/** A whole run. */
export interface RoadReport {
  readonly machine: Machine;
  readonly rounds: number;
  /** What the numbered lap found; undefined where it was left out. */
  readonly proof: Proof | undefined;
  readonly results: readonly RowResult[];
  /** Readers that send nothing anywhere. */
  readonly scale: readonly Scale[];
  /** What could not be had, in words. */
  readonly missing: readonly string[];
}

/** What reading the same topic and throwing it away costs. */
export interface Scale {
  readonly name: string;
  readonly eventsPerSecond: number;
  readonly cpuPerMillion: number;
}

/** Numbered events on the same road: every one counted once. */
export interface Proof {
  readonly events: number;
  readonly repeated: number;
  readonly foreign: number;
}

/** The median of every figure of a row's laps. */
export function medians(laps: readonly Lap[]): Lap {
  const of = (key: keyof Lap): number => median(laps.map((lap) => lap[key]));
  return {
    eventsPerSecond: of('eventsPerSecond'),
    cpuPerMillion: of('cpuPerMillion'),
    peakBytes: of('peakBytes'),
    workerBytes: of('workerBytes'),
    supervisorBytes: of('supervisorBytes'),
    secondsToFirst: of('secondsToFirst'),
  };
}

/** Reading for scale, in a sentence. */
export function scaleSentence({ name, eventsPerSecond, cpuPerMillion }: Scale): string {
  return `For scale: ${name} to nowhere, without HEC, takes ${cpuPerMillion.toFixed(2)} CPU-s per million at ${Math.round(eventsPerSecond).toLocaleString('en-US')}/s.`;
}

function kafkaVersion(): string {
  const wanted = process.env.LOCAL_KAFKA_VERSION;
  const folder = dirname(createRequire(import.meta.url).resolve('@kafka-splunk/local-kafka/package.json'));
  const pom = readFileSync(join(folder, 'maven', wanted ? `kafka-${wanted}` : '', 'pom.xml'), 'utf8');
  return /kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(pom)?.[1] ?? 'unknown';
}

/** Looks at this machine. Call before anything is started: what is started is load. */
export function thisMachine(): Machine {
  const { stdout } = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  return {
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    kafka: kafkaVersion(),
    commit: (stdout ?? '').trim(),
    date: new Date().toISOString().slice(0, 10),
    loadBefore: loadavg()[0] ?? Number.NaN,
  };
}
