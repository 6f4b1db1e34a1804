import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runKafkaTool } from '@kafka-splunk/local-kafka';
import { payloadLines } from './payload.js';

/** How the producer packs record batches. */
export type Packing = 'none' | 'lz4' | 'zstd' | 'gzip';

/** What a topic is to hold. */
export interface Load {
  readonly topic: string;
  readonly partitions: number;
  readonly events: number;
  readonly eventBytes: number;
  readonly packing: Packing;
}

/** Makes a topic and fills it with access-log lines, by Kafka's own producer. */
export async function preload(bootstrap: string, scratch: string, load: Load): Promise<void> {
  const { topic, partitions, events, eventBytes, packing } = load;
  const payload = join(scratch, 'payload.txt');
  writeFileSync(payload, payloadLines(eventBytes));
  await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
    ...['--bootstrap-server', bootstrap, '--create', '--topic', topic, '--partitions', String(partitions)],
  ]);
  await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', topic, '--num-records', String(events), '--throughput', '-1', '--payload-file', payload],
    ...['--producer-props', `bootstrap.servers=${bootstrap}`, 'batch.size=65536', 'linger.ms=20', 'acks=1'],
    `compression.type=${packing}`,
  ]);
}
