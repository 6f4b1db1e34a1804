import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { startKafka } from '@kafka-splunk/local-kafka';
import type { BenchOptions } from '../options.js';
import { median, textTable } from '../table.js';
import { idleCpu } from './cpu.js';
import { idleLatencies } from './latency.js';

const BROKERS = 3;
const PARTITIONS = 24;
const TOPIC = 'idle';

/** What idling costs, and how soon an idle member is back at work; answers two tables. */
export async function idleBench(options: BenchOptions): Promise<string> {
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-splunk-bench-'));
  const say = (line: string): void => console.error(line);
  const kafka = await startKafka({ brokers: BROKERS, initialRebalanceDelayMs: 0, onProgress: say });
  try {
    const place = { brokers: kafka.bootstrap, topic: TOPIC, partitions: PARTITIONS, scratch };
    const admin = createTopicAdmin({ brokers: kafka.bootstrap });
    await admin.createTopic(TOPIC, PARTITIONS, BROKERS);
    await admin.close();
    const cpu = await idleCpu(place, options.seconds, say);
    const latencies = await idleLatencies(place, options.rounds, say);
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify({ options, cpu, latencies }, null, 2)}\n`);
    const costs = textTable(
      [
        {
          head: `idle, ${BROKERS} brokers, ${PARTITIONS} partitions, ${options.seconds} s`,
          cell: ({ name }) => name,
        },
        { head: 'CPU, of one core', cell: ({ percent }) => `${percent.toFixed(2)} %` },
      ],
      cpu,
    );
    const back = textTable(
      [
        { head: 'how soon an idle member is back at work', cell: ({ name }) => name },
        { head: 'median', cell: ({ ms }) => `${median(ms)} ms` },
        { head: 'worst', cell: ({ ms }) => `${Math.max(...ms)} ms` },
      ],
      latencies,
    );
    return `${costs}\n\n${back}`;
  } finally {
    await kafka.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
