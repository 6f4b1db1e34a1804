import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startKafka } from '@kafka-splunk/local-kafka';
import { exitOnSignals } from './at-exit.js';
import { type ChaosOptions, helpText, readInvocation } from './options.js';
import { ackBySeed } from './plan/schedule.js';
import { reliabilityPage, runLines } from './report.js';
import { type RunResult, runOnce } from './run-once.js';

const page = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));

/** The command. Answers its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const invocation = readInvocation(args, Date.now());
  if (invocation.kind === 'help') {
    process.stdout.write(helpText);
    return 0;
  }
  if (invocation.kind === 'usage-error') {
    process.stderr.write(`chaos: ${invocation.message}\nRun it with --help for what it takes.\n`);
    return 2;
  }
  exitOnSignals();
  const results = await runAll(invocation.options, (line) => process.stderr.write(`${line}\n`));
  if (invocation.options.write) writeFileSync(page, reliabilityPage(results, machine(invocation.options)));
  const bad = results.filter(({ verdict }) => verdict.complaints.length > 0).length;
  process.stdout.write(`${results.length} runs, ${bad} with something to complain about\n`);
  return bad === 0 ? 0 : 1;
}

async function runAll(options: ChaosOptions, say: (line: string) => void): Promise<RunResult[]> {
  const kafka = await startKafka({ brokers: 3, onProgress: say, properties: { 'min.insync.replicas': '2' } });
  const results: RunResult[] = [];
  try {
    for (let run = 0; run < options.runs; run++) {
      const seed = options.seed + run;
      const ack = options.ack ?? ackBySeed(seed);
      const startedAt = performance.now();
      say(`run ${run + 1} of ${options.runs}: seed ${seed}, ${ack ? 'with' : 'without'} acknowledgement`);
      const result = await runOnce({
        kafka,
        seed,
        runMs: options.minutes * 60_000,
        faults: options.faults,
        ack,
        say,
      });
      results.push(result);
      say(`run ${run + 1} of ${options.runs} took ${Math.round((performance.now() - startedAt) / 1000)} s`);
      process.stdout.write(`${runLines(result).join('\n')}\n`);
      if (options.keep || result.verdict.complaints.length > 0)
        say(`What the program printed, and what was seen of it: ${keep(result)}`);
    }
  } finally {
    await kafka.stop();
  }
  return results;
}

function keep({ output, evidence }: RunResult): string {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-output-'));
  writeFileSync(join(folder, 'output.log'), output);
  writeFileSync(join(folder, 'evidence.json'), JSON.stringify(evidence));
  return folder;
}

/** The version that local-kafka's list of jars names. */
function kafkaVersion(): string {
  const wanted = process.env.LOCAL_KAFKA_VERSION;
  if (wanted) return wanted;
  const pom = new URL('./maven/pom.xml', import.meta.resolve('@kafka-splunk/local-kafka/package.json'));
  return (
    /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([^<]+)/.exec(readFileSync(pom, 'utf8'))?.[1] ??
    'unknown'
  );
}

function machine({ minutes }: ChaosOptions): Parameters<typeof reliabilityPage>[1] {
  const all = cpus();
  return {
    cpus: `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}`,
    node: process.versions.node,
    kafka: kafkaVersion(),
    minutes,
  };
}
