import { type Machine, type RoadReport, type RowResult, scaleSentence } from './result.js';
import { roadTable } from './road-table.js';

/** A figure to reach, and where it is measured. */
interface Goal {
  readonly words: string;
  readonly key: string;
  readonly figure: (row: RowResult) => number;
  readonly most?: number;
  readonly least?: number;
  readonly shown: (value: number) => string;
}

const cpu = (row: RowResult): number => row.cpuPerMillion;
const perMillion = (value: number): string => `${value.toFixed(2)} CPU-s per million`;

const goals: readonly Goal[] = [
  { words: 'raw', key: 'raw', figure: cpu, most: 0.65, shown: perMillion },
  {
    words: 'raw, from one worker',
    key: 'raw',
    figure: (row) => row.eventsPerSecond,
    least: 1_000_000,
    shown: (value) => `${Math.round(value).toLocaleString('en-US')} events/s`,
  },
  { words: 'raw, gzip level 1', key: 'raw-gzip-1', figure: cpu, most: 1.2, shown: perMillion },
  {
    words: 'event, lineage fields included',
    key: 'event-lineage',
    figure: cpu,
    most: 1.3,
    shown: perMillion,
  },
  { words: 'raw, acknowledged after 1 s', key: 'raw-ack', figure: cpu, most: 0.8, shown: perMillion },
  ...['raw', 'raw-defaults'].map((key) => ({
    words: `memory of a worker, ${key === 'raw' ? 'fast profile' : 'defaults'}`,
    key,
    figure: (row: RowResult) => row.workerBytes,
    most: 150e6,
    shown: (value: number) => `${(value / 1e6).toFixed(0)} MB`,
  })),
];

/** The goals that a run has rows for, each with whether it was reached. */
export function goalTable(results: readonly RowResult[]): string {
  const lines = goals.flatMap(({ words, key, figure, most, least, shown }) => {
    const row = results.find((each) => each.key === key);
    if (row === undefined) return [];
    const value = figure(row);
    const reached = most === undefined ? value >= (least ?? 0) : value <= most;
    const goal = most === undefined ? `≥ ${shown(least ?? 0)}` : `≤ ${shown(most)}`;
    return [`| ${words} | ${goal} | ${shown(value)} | ${reached ? 'reached' : 'not reached'} |`];
  });
  return ['| | goal | measured | |', '| --- | ---: | ---: | --- |', ...lines].join('\n');
}

function whereItRan({
  processor,
  cores,
  memoryBytes,
  kernel,
  node,
  kafka,
  commit,
  date,
  loadBefore,
}: Machine): string {
  const gib = Math.round(memoryBytes / 2 ** 30);
  const of = commit === '' ? '' : `, commit ${commit}`;
  return `${date}${of}: ${cores} cores of ${processor}, ${gib} GiB, Linux ${kernel}, Node ${node}, Kafka ${kafka}; load before: ${loadBefore.toFixed(1)}.`;
}

/** `docs/benchmarks.md`. */
export function roadPage(report: RoadReport): string {
  const { machine, rounds, proof, results, scale, missing } = report;
  return `# Benchmarks

<!-- Written by \`pnpm bench --write-docs\`: change apps/bench/src/road/page.ts, not this page. -->

From a preloaded topic of four partitions on a real Kafka, through the program as users start it, into a sink that answers
200. Broker, program and sink share one machine.

${whereItRan(machine)}

![CPU per million events and events per second of every row](images/benchmarks.svg)

${roadTable(report)}

- Medians of ${rounds} rounds, in which the rows take turns. ${results[0]?.events.toLocaleString('en-US')} events of ${results[0]?.eventBytes} bytes; larger events are fewer, of
  the same bytes together.
- Events/s and CPU count from the first event at the sink to the last. CPU is that of the whole process tree, supervisor
  and workers; *thrift* is the bare loop's CPU over the row's.
- *Worker*, *supervisor*: the largest resident memory of a process since its start; *all*: of the tree together, sampled.
- The bare loop is kafkajs's own \`eachBatch\`, values joined, one POST at a time: no ledger, no retries, no splitting.
- All rows but those with *defaults* have the fast profile: \`batch_size: 20000\`, \`batch_bytes: 4MiB\`, \`memory: 64MiB\` for
  each worker.
- The sink counts events by the length of bodies, or by newlines: it must not be what is measured.${
    proof === undefined
      ? ''
      : ` That every one arrives was
  counted in the same run with ${proof.events.toLocaleString('en-US')} numbered events: none was missing, ${proof.repeated} came twice.`
  }
${scale.map((each) => `- ${scaleSentence(each)}\n`).join('')}${missing.map((each) => `- Not measured: ${each}\n`).join('')}
## Goals

${goalTable(results)}

Absolute figures are those of this machine at that moment. What carries over is the ratio of rows in one run:
\`pnpm bench\` takes them on yours, \`pnpm bench --check\` holds them against the committed ones. Where the time goes stands
in [performance.md](performance.md).
`;
}
