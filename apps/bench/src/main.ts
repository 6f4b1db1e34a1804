import { writeFileSync } from 'node:fs';
import { ackBench } from './ack-bench.js';
import { consumeBench } from './consume/consume.js';
import { compareHecClients } from './hec/compare.js';
import { idleBench } from './idle/idle.js';
import { joinsBench } from './joins/joins.js';
import { type BenchOptions, HELP, readOptions, type Subject } from './options.js';
import { roadBench } from './road/road-bench.js';
import { chosenRows } from './road/rows.js';
import { soakBench } from './soak/soak.js';

const SHARED = 'Medians; all of it shares this machine. Thrift: CPU of the first row over that of the row.';

async function hecBench(options: BenchOptions): Promise<string> {
  const { text, results } = await compareHecClients(options, (line) => console.error(line));
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ options, results }, null, 2)}\n`);
  return `${text}\n\nMedians; sink and contender share this machine.`;
}

const benches: Readonly<Record<Exclude<Subject, 'road'>, (options: BenchOptions) => Promise<string>>> = {
  hec: hecBench,
  joins: joinsBench,
  consume: async (options) => `${await consumeBench(options)}\n\n${SHARED}`,
  ack: async (options) => `${await ackBench(options)}\n\n${SHARED}`,
  idle: idleBench,
  soak: soakBench,
};

/** Runs the benchmark; answers the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(args);
    chosenRows(options.rows);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (options.subject === 'road') return roadBench(options);
  console.log(`\n${await benches[options.subject](options)}`);
  return 0;
}
