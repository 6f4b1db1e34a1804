import { type Repeat, repeatsByCause } from './judge/explain-repeats.js';
import type { SideVerdict } from './judge/judge-side.js';
import type { KillBound } from './judge/kill-bounds.js';
import type { Verdict } from './judge/verdict.js';
import { type FaultName, faultNames } from './plan/fault-kinds.js';
import type { RunResult } from './run-once.js';

/** A run in a few lines. */
export function runLines({ seed, ack, verdict, played, workerBytes }: RunResult): string[] {
  const causes = [...repeatsByCause(verdict.repeats)].map(([name, count]) => `${name} ${count}`);
  const repeated = causes.length === 0 ? '' : ` (${causes.join(', ')})`;
  return [
    `seed ${seed}, ${ack ? 'acknowledged' : 'without acknowledgement'}: ${played.length} faults, ${verdict.events} events, ${verdict.lost} lost, ${verdict.setAside} set aside, ${verdict.repeats.length} repeated${repeated}, ${Math.round(workerBytes / 1024 / 1024)} MiB in the largest worker`,
    ...verdict.measured.map(({ name, ms }) =>
      name === 'busy-all'
        ? `  back after an outage: ${ms} ms`
        : `  standstill after a worker's SIGKILL: ${ms} ms`,
    ),
    ...verdict.kills.map(
      ({ name, atMost, repeated, oldestMs }) =>
        `  ${name}: ${repeated} repeated; taken and not committed were ${atMost}, the first ${oldestMs} ms before`,
    ),
    ...sideLines(verdict.side),
    ...verdict.complaints.map((words) => `  WRONG: ${words}`),
  ];
}

function middleAndWorst(sorted: readonly number[], unit = ''): string {
  return sorted.length === 0
    ? '–'
    : `${sorted[Math.floor(sorted.length / 2)]}${unit} · ${sorted.at(-1)}${unit}`;
}

const allRepeats = ({ repeats, side }: Verdict): readonly Repeat[] => [...repeats, ...side.repeats];

function sideLines({ events, lost, lostWithTopic, repeats }: SideVerdict): string[] {
  const words = `${events} events, ${lostWithTopic} deleted before they were delivered, ${lost.length} lost, ${repeats.length} repeated`;
  return [`  topic that is made anew: ${words}`];
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
    for (const [name, count] of repeatsByCause(allRepeats(verdict)))
      repeats.set(name, (repeats.get(name) ?? 0) + count);
  }
  const times = (name: string): number[] =>
    results
      .flatMap(({ verdict }) => verdict.measured)
      .filter((each) => each.name === name)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
  const kills = results.flatMap(({ verdict }) => verdict.kills);
  const killed = (count: (kill: KillBound) => number): string =>
    middleAndWorst(kills.map(count).sort((a, b) => a - b));
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

In about every second run the program waits for acknowledgements, and a receiver that dies takes with it what it has
accepted and not indexed: who believes its 200 loses events. A second topic is deleted and made anew; what was deleted with it
before it could be delivered is counted apart. While the disk under the dead letters is full, the program must say so.

A broker's death costs no member its place, but no commit gets through while the group looks for its next coordinator, up to
some ten seconds. Who is killed in that time repeats all that it delivered meanwhile; who lives, nothing of it.

Last report: ${results.length} runs of ${machine.minutes} minutes, seeds ${results[0]?.seed ?? '–'} to ${results.at(-1)?.seed ?? '–'}; ${machine.cpus}; Node ${machine.node}; Kafka ${machine.kafka}.

| | |
| --- | ---: |
| runs with acknowledgement | ${results.filter(({ ack }) => ack).length} |
| events | ${sum(({ verdict }) => verdict.events + verdict.side.events)} |
| lost | ${sum(({ verdict }) => verdict.lost)} |
| deleted with their topic before they were delivered | ${sum(({ verdict }) => verdict.side.lostWithTopic)} |
| set aside with the right reason | ${sum(({ verdict }) => verdict.setAside)} |
| repeated | ${sum(({ verdict }) => allRepeats(verdict).length)} |
| repeated without excuse | ${repeats.get('unexplained') ?? 0} |
| faults | ${sum(({ played }) => played.length)} |
| runs with a complaint | ${results.filter(({ verdict }) => verdict.complaints.length > 0).length} |
| back after 10 s of 503 from all (middle · worst) | ${middleAndWorst(times('busy-all'), ' ms')} |
| standstill after a worker's SIGKILL (middle · worst) | ${middleAndWorst(times('kill-worker'), ' ms')} |
| taken and not committed when a worker or the supervisor was killed (middle · worst) | ${killed(({ atMost }) => atMost)} |
| repeated because of that (middle · worst) | ${killed(({ repeated }) => repeated)} |

| fault | times | events repeated because of it |
| --- | ---: | ---: |
${rows.join('\n')}
`;
}
