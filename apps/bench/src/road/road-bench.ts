import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BenchOptions } from '../options.js';
import { findPeers, noPeers } from '../peers/peers.js';
import { roadChart } from './chart.js';
import { roadPage } from './page.js';
import { baselineFile, ratiosOf, readBaseline, stepsBack } from './ratios.js';
import { scaleSentence } from './result.js';
import { runRoad } from './road.js';
import { roadTable } from './road-table.js';
import { chosenRows, USUAL_BYTES, YARDSTICK } from './rows.js';

const docs = new URL('../../../../docs/', import.meta.url);

/** The road end to end: runs it, prints the table, writes what was asked for. Answers the exit code. */
export async function roadBench(options: BenchOptions): Promise<number> {
  const say = (line: string): void => console.error(line);
  // From pnpm's own scripts the current folder is the repository, from elsewhere it is not: so made absolute once.
  const profile = options.profile === undefined ? undefined : resolve(options.profile);
  const peers = options.peers ? await findPeers(say) : noPeers;
  const rows = [...chosenRows(options.rows), ...peers.rows];
  const ran = await runRoad(rows, { ...options, profile, readers: peers.readers }, say);
  const report = { ...ran, missing: [...peers.missing, ...ran.missing] };
  console.log(`\n${roadTable(report)}\n`);
  console.log(
    'Medians; all of it shares this machine. Thrift: CPU of the bare loop over that of the row. Memory: largest.',
  );
  for (const each of report.scale) console.log(scaleSentence(each));
  for (const each of report.missing) console.log(`Not measured: ${each}`);
  const chart = roadChart(
    report.results,
    YARDSTICK,
    `From Kafka into a HEC sink, events of ${USUAL_BYTES} bytes`,
  );
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  if (options.svg !== undefined) writeFileSync(options.svg, chart);
  if (options.writeDocs) {
    writeFileSync(new URL('benchmarks.md', docs), roadPage(report));
    writeFileSync(new URL('images/benchmarks.svg', docs), chart);
    writeFileSync(baselineFile, `${JSON.stringify({ ...readBaseline(), ...ratiosOf(report) }, null, 2)}\n`);
  }
  if (!options.check) return 0;
  const baseline = readBaseline();
  if (Object.keys(baseline).length === 0) {
    console.error('There are no committed ratios to compare with: pnpm bench --write-docs takes them.');
    return 1;
  }
  const behind = stepsBack(ratiosOf(report), baseline);
  for (const each of behind) console.error(`fell behind: ${each}`);
  if (behind.length === 0) console.log('No row fell behind the committed ratios.');
  return behind.length === 0 ? 0 : 1;
}
