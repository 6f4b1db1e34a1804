import { repeatsByCause } from './judge/explain-repeats.js';
import { type FaultName, faultNames } from './plan/fault-kinds.js';
import type { RunResult } from './run-once.js';

/** A run in a few lines. */
export function runLines({ seed, verdict, played, workerBytes }: RunResult): string[] {
  const causes = [...repeatsByCause(verdict.repeats)].map(([name, count]) => `${name} ${count}`);
  const repeated = causes.length === 0 ? '' : ` (${causes.join(', ')})`;
  return [
    `seed ${seed}: ${played.length} faults, ${verdict.events} events, ${verdict.lost} lost, ${verdict.setAside} set aside, ${verdict.repeats.length} repeated${repeated}, ${Math.round(workerBytes / 1024 / 1024)} MiB in the largest worker`,
    ...verdict.measured.map(({ name, ms }) =>
      name === 'busy-all'
        ? `  back after an outage: ${ms} ms`
        : `  standstill after a worker's SIGKILL: ${ms} ms`,
    ),
    ...verdict.complaints.map((words) => `  WRONG: ${words}`),
  ];
}

/** Where a report was made. */
export interface Machine {
  readonly cpus: string;
  readonly node: string;
  readonly kafka: string;
  readonly minutes: number;
}

/** The page docs/reliability.md. The same results give the same text. */
export function reliabilityPage(results: readonly RunResult[], machine: Machine): string {
  const sum = (count: (result: RunResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  const injected = new Map<FaultName, number>();
  const repeats = new Map<string, number>();
  for (const { played, verdict } of results) {
    for (const { name } of played) injected.set(name, (injected.get(name) ?? 0) + 1);
    for (const [name, count] of repeatsByCause(verdict.repeats))
      repeats.set(name, (repeats.get(name) ?? 0) + count);
  }
  const times = (name: string): number[] =>
    results
      .flatMap(({ verdict }) => verdict.measured)
      .filter((each) => each.name === name)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
  const middleAndWorst = (list: readonly number[]): string =>
    list.length === 0 ? '–' : `${list[Math.floor(list.length / 2)]} ms · ${list.at(-1)} ms`;
  const rows = faultNames.map(
    (name) => `| ${name} | ${injected.get(name) ?? 0} | ${repeats.get(name) ?? 0} |`,
  );
  return `# Reliability

<!-- Written by \`pnpm test:chaos --write\`. -->

\`pnpm test:chaos\` starts a real three-broker Kafka, three HEC receivers and the program as its users run it, restarted as
systemd would. While events flow, it breaks things by a schedule that follows from a seed. Afterwards every record of
the topic is looked for in the receivers' journals, which outlive their SIGKILL, and in the dead letters; every committed
offset that was sampled meanwhile is held against what the receivers had at that moment; and every repeated event needs
a fault that excuses it: a lost answer of the receiver that took it first, or a lost member that had not committed it.

Last report: ${results.length} runs of ${machine.minutes} minutes, seeds ${results[0]?.seed ?? '–'} to ${results.at(-1)?.seed ?? '–'}; ${machine.cpus}; Node ${machine.node}; Kafka ${machine.kafka}.

| | |
| --- | ---: |
| events | ${sum(({ verdict }) => verdict.events)} |
| lost | ${sum(({ verdict }) => verdict.lost)} |
| set aside with the right reason | ${sum(({ verdict }) => verdict.setAside)} |
| repeated | ${sum(({ verdict }) => verdict.repeats.length)} |
| repeated without excuse | ${repeats.get('unexplained') ?? 0} |
| faults | ${sum(({ played }) => played.length)} |
| runs with a complaint | ${results.filter(({ verdict }) => verdict.complaints.length > 0).length} |
| back after 10 s of 503 from all (middle · worst) | ${middleAndWorst(times('busy-all'))} |
| standstill after a worker's SIGKILL (middle · worst) | ${middleAndWorst(times('kill-worker'))} |

| fault | times | events repeated because of it |
| --- | ---: | ---: |
${rows.join('\n')}
`;
}
