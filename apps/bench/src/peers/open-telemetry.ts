import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Contender, Task } from '../contenders.js';
import { type Row, USUAL_BYTES } from '../road/rows.js';
import { ended } from '../sink.js';

const VERSION = 'v0.145.0';
const CONTRIB = 'github.com/open-telemetry/opentelemetry-collector-contrib';
const BUILDER = `go.opentelemetry.io/collector/cmd/builder@${VERSION}`;
const PATIENCE_MS = 120_000;
const NAME = 'OpenTelemetry Collector 0.145';

const manifest = (output: string): string => `dist:
  name: otelcol-bench
  output_path: ${output}
receivers:
  - gomod: ${CONTRIB}/receiver/kafkareceiver ${VERSION}
exporters:
  - gomod: ${CONTRIB}/exporter/splunkhecexporter ${VERSION}
processors:
  - gomod: go.opentelemetry.io/collector/processor/batchprocessor ${VERSION}
`;

/** What makes it gather records, or keep what it has not delivered. */
interface Settings {
  readonly receiver: string;
  readonly exporter: string;
  /** What gathers records on their way; as it comes nothing does. */
  readonly processor?: string;
}

/**
 * As it comes every record is a request of its own, and what does not fit its queue is dropped, so that no lap would
 * end: here it gathers batches, and waits when its queue is full.
 */
const batches: Settings = {
  receiver: '',
  exporter: '\n    sending_queue: { block_on_overflow: true }',
  processor: 'batch: { send_batch_size: 8192, timeout: 200ms }',
};
const atLeastOnce: Settings = {
  receiver: '\n    message_marking: { after: true, on_error: false }',
  exporter: '\n    sending_queue: { enabled: false }',
};

function config({ brokers, topic, url, run }: Task, { receiver, exporter, processor }: Settings): string {
  return `receivers:
  kafka:
    brokers: [${brokers.join(', ')}]
    group_id: bench-${run}
    initial_offset: earliest
    logs: { topics: [${topic}], encoding: raw }${receiver}
exporters:
  splunk_hec:
    token: 00000000-0000-0000-0000-000000000000
    endpoint: ${url}/services/collector/raw
    export_raw: true
    disable_compression: true${exporter}
processors: { ${processor ?? ''} }
service:
  telemetry: { metrics: { level: none }, logs: { level: fatal } }
  pipelines:
    logs: { receivers: [kafka], processors: [${processor === undefined ? '' : 'batch'}], exporters: [splunk_hec] }
`;
}

/** Builds the collector with its own builder, through Go's module proxy; it is kept for the next time. */
async function build(say: (line: string) => void): Promise<string> {
  const cache = join(homedir(), '.cache', 'kafka-splunk-bench', `otelcol-${VERSION}-batch`);
  const program = join(cache, 'out', 'otelcol-bench');
  if (existsSync(program)) return program;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0)
    throw new Error(`${NAME}: Go is not installed, and it is built from source`);
  say(`building the ${NAME}: minutes, once; its output goes to ${join(cache, 'build.log')}`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'manifest.yaml'), manifest(join(cache, 'out')));
  const log = openSync(join(cache, 'build.log'), 'w');
  const child = spawn('go', ['run', BUILDER, '--config', join(cache, 'manifest.yaml')], {
    cwd: cache,
    stdio: ['ignore', log, log],
  });
  await ended(child);
  if (!existsSync(program)) throw new Error(`${NAME}: its build failed, see ${join(cache, 'build.log')}`);
  return program;
}

function contender(name: string, program: string, settings: Settings): Contender {
  return {
    name,
    patienceMs: PATIENCE_MS,
    start(task) {
      const file = join(mkdtempSync(join(task.scratch, 'otel-')), 'config.yaml');
      writeFileSync(file, config(task, settings));
      return spawn(program, ['--config', file], { stdio: ['ignore', 'inherit', 'inherit'] });
    },
  };
}

/**
 * The collector with its raw export: once gathering batches, and once with the settings that make it keep an event
 * until Splunk has it. That moves one record at a time, and so gets a hundredth of the events.
 *
 * @throws Error with a sentence where it cannot be built
 */
export async function openTelemetryRows(say: (line: string) => void): Promise<readonly Row[]> {
  const program = await build(say);
  const row = (key: string, words: string, settings: Settings): Row => ({
    ...{ key, eventBytes: USUAL_BYTES, packing: 'none' },
    contender: contender(`${NAME}, raw, ${words}`, program, settings),
  });
  return [
    row('otel', 'in batches (at most once)', batches),
    { ...row('otel-at-least-once', 'at least once', atLeastOnce), share: 0.01 },
  ];
}
