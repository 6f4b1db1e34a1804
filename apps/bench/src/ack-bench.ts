import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@kafka-splunk/local-kafka';
import { ackContenders } from './contenders.js';
import type { BenchOptions } from './options.js';
import { preload } from './preload.js';
import { type Lap, runLap } from './race.js';
import { rateKept, table } from './table.js';

const TOPIC = 'bench';
const PARTITIONS = 4;

/** The program without acknowledgement and with, under the same memory; answers a table. */
export async function ackBench(options: BenchOptions): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const say = (line: string): void => console.error(line);
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: say });
  try {
    const { events, eventBytes, rounds, profile } = options;
    say(
      `writing ${events.toLocaleString('en-US')} events of ${eventBytes} bytes into ${PARTITIONS} partitions`,
    );
    await preload(kafka.bootstrap[0] as string, scratch, {
      ...{ topic: TOPIC, partitions: PARTITIONS, packing: 'none', events, eventBytes },
    });
    const laps = ackContenders.map(({ name }) => ({ name, laps: [] as Lap[] }));
    for (let round = 1; round <= rounds; round++) {
      for (const [index, contender] of ackContenders.entries()) {
        say(`round ${round} of ${rounds}: ${contender.name}`);
        const task = { brokers: kafka.bootstrap, topic: TOPIC, run: `${index}-${round}`, scratch, profile };
        laps[index]?.laps.push(await runLap(contender, task, events));
      }
    }
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, results: laps }, null, 2)}\n`);
    return `${table(laps)}\n\n${rateKept(laps)}`;
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
