import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@kafka-splunk/local-kafka';
import type { BenchOptions } from '../options.js';
import { type Packing, preload } from '../preload.js';
import type { Lap } from '../race.js';
import { type Result, table } from '../table.js';
import { readers } from './readers.js';

const PACKINGS: readonly Packing[] = ['none', 'lz4', 'zstd', 'gzip'];
const PARTITIONS = 4;

/** Reads topics of every packing with every reader, in turn; answers a table for each packing. */
export async function consumeBench(options: BenchOptions): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const say = (line: string): void => console.error(line);
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: say });
  const tables: {
    readonly packing: Packing;
    readonly results: readonly Result[];
    readonly notes: readonly string[];
  }[] = [];
  try {
    for (const packing of PACKINGS) {
      const topic = `consume-${packing}`;
      say(`writing ${options.events.toLocaleString('en-US')} events, packing: ${packing}`);
      await preload(kafka.bootstrap[0] as string, scratch, {
        ...options,
        topic,
        partitions: PARTITIONS,
        packing,
      });
      const all = readers();
      const notes = all.flatMap(({ name, lacks }) => {
        const reason = lacks?.(packing);
        return reason === undefined ? [] : [`${name}: not measured, because ${reason}.`];
      });
      const results = all
        .filter(({ lacks }) => lacks?.(packing) === undefined)
        .map((reader) => ({ reader, name: reader.name, laps: [] as Lap[] }));
      for (let round = 1; round <= options.rounds; round++) {
        for (const { reader, name, laps } of results) {
          say(`${packing}, round ${round} of ${options.rounds}: ${name}`);
          const lap = await reader.read({ brokers: kafka.bootstrap, topic, events: options.events });
          laps.push({
            eventsPerSecond: options.events / lap.seconds,
            cpuPerMillion: (lap.cpuSeconds / options.events) * 1e6,
            peakBytes: lap.peakBytes,
            workerBytes: lap.peakBytes,
            supervisorBytes: Number.NaN,
            secondsToFirst: Number.NaN,
          });
        }
      }
      tables.push({ packing, results: results.map(({ name, laps }) => ({ name, laps })), notes });
    }
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, tables }, null, 2)}\n`);
    return tables
      .map(({ packing, results, notes }) => [`Packing: ${packing}`, '', table(results), ...notes].join('\n'))
      .join('\n\n');
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
