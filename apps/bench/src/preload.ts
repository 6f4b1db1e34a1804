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
  const payload = join(scratch, `payload-${eventBytes}.txt`);
  writeFileSync(payload, payloadLines(eventBytes));
  await createTopic(bootstrap, topic, partitions);
  await produce(bootstrap, topic, events, packing, ['--payload-file', payload]);
}

/** Makes a topic of four partitions with the numbers from 0 on, each an event. */
export async function preloadNumbers(bootstrap: string, topic: string, events: number): Promise<void> {
  await createTopic(bootstrap, topic, 4);
  await produce(bootstrap, topic, events, 'none', ['--payload-monotonic']);
}

async function createTopic(bootstrap: string, topic: string, partitions: number): Promise<void> {
  await runKafkaTool('org.apache.kafka.tools.TopicCommand', [
    ...['--bootstrap-server', bootstrap, '--create', '--topic', topic, '--partitions', String(partitions)],
  ]);
}

async function produce(
  bootstrap: string,
  topic: string,
  events: number,
  packing: Packing,
  payload: readonly string[],
): Promise<void> {
  await runKafkaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', topic, '--num-records', String(events), '--throughput', '-1', ...payload],
    ...['--producer-props', `bootstrap.servers=${bootstrap}`, 'batch.size=65536', 'linger.ms=20', 'acks=1'],
    `compression.type=${packing}`,
  ]);
}
