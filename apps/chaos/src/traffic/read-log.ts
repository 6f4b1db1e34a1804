import type { TopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRangeReader, type RecordBatch } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import type { LogRecord } from '../judge/evidence.js';
import { readEvent } from './event-text.js';

/** Everything that is in the topic: what had to be delivered. In order within a partition. */
export async function readLog(
  brokers: readonly string[],
  admin: TopicAdmin,
  topic: string,
): Promise<LogRecord[]> {
  const bounds = await admin.bounds(topic);
  const records: LogRecord[] = [];
  const reader = createRangeReader({
    brokers,
    groupId: 'chaos-judge',
    ranges: bounds.map(({ partition, first, end }) => ({ topic, partition, from: first, to: end })),
    onRecords(batch: RecordBatch, from, to) {
      for (let index = from; index < to; index++) {
        const event = readEvent(batch.value(index) ?? Buffer.alloc(0));
        if (event === undefined)
          throw new Error(`not an event of ours: ${batch.partition}/${batch.offset(index)}`);
        records.push({
          partition: batch.partition,
          offset: batch.offset(index),
          writtenAt: batch.timestamp(index),
          ...event,
        });
      }
      reader.settle(batch, from, to);
    },
  });
  await reader.run();
  const expected = bounds.reduce((sum, { first, end }) => sum + end - first, 0);
  if (records.length !== expected) {
    throw new Error(`the topic has ${expected} records, and ${records.length} could be read`);
  }
  return records;
}
