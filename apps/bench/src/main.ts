import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@kafka-splunk/local-kafka';
import { consumeBench } from './consume/consume.js';
import { ackContenders, contenders } from './contenders.js';
import { compareHecClients } from './hec/compare.js';
import { idleBench } from './idle/idle.js';
import { type BenchOptions, HELP, readOptions } from './options.js';
import { preload } from './preload.js';
import { type Lap, runLap } from './race.js';
import { rateKept, table } from './table.js';

const TOPIC = 'bench';
const PARTITIONS = 4;

async function bench(options: BenchOptions): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const say = (line: string): void => console.error(line);
  const kafka = await startKafka({ initialRebalanceDelayMs: 0, onProgress: say });
  try {
    say(
      `writing ${options.events.toLocaleString('en-US')} events of ${options.eventBytes} bytes into ${PARTITIONS} partitions`,
    );
    await preload(kafka.bootstrap[0] as string, scratch, {
      ...options,
      topic: TOPIC,
      partitions: PARTITIONS,
      packing: 'none',
    });
    const racing = options.ack ? ackContenders : contenders;
    const laps = racing.map(({ name }) => ({ name, laps: [] as Lap[] }));
    for (let round = 1; round <= options.rounds; round++) {
      for (const [index, contender] of racing.entries()) {
        say(`round ${round} of ${options.rounds}: ${contender.name}`);
        const task = { brokers: kafka.bootstrap, topic: TOPIC, run: `${index}-${round}`, scratch };
        laps[index]?.laps.push(await runLap(contender, task, options.events));
      }
    }
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, results: laps }, null, 2)}\n`);
    return options.ack ? `${table(laps)}\n\n${rateKept(laps)}` : table(laps);
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs the benchmark; answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (options.subject === 'hec') {
    const { text, results } = await compareHecClients(options, (line) => console.error(line));
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, results }, null, 2)}\n`);
    console.log(`\n${text}\n\nMedians; sink and contender share this machine.`);
    return 0;
  }
  if (options.idle) {
    console.log(`\n${await idleBench(options)}`);
    return 0;
  }
  const result = await (options.consume ? consumeBench(options) : bench(options));
  console.log(
    `\n${result}\n\nMedians; all of it shares this machine. Thrift: CPU of the first row over that of the row.`,
  );
  return 0;
}
