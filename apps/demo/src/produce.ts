import type { RecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import type { AccessLog } from './access-log.js';

/** What is written, and where to. */
export interface ProduceTask {
  readonly producer: RecordProducer;
  readonly topic: string;
  readonly partitions: number;
  readonly log: AccessLog;
  /** Told after each request how many events are in Kafka. */
  readonly onProduced: (total: number) => void;
  /** Ends the producing after the request under way. */
  readonly signal: AbortSignal;
}

/** Events per request: about 1 MB. */
const chunk = 5000;

/** Writes the events `[from, to)`, in turn over the partitions. Answers how many are in Kafka in all. */
export async function produce(task: ProduceTask, from: number, to: number): Promise<number> {
  let produced = from;
  while (produced < to && !task.signal.aborted) {
    const next = Math.min(produced + chunk, to);
    const now = Date.now();
    const records = Array.from({ length: next - produced }, (_, i) => ({
      value: task.log.line(produced + i, now),
      partition: (produced + i) % task.partitions,
    }));
    await task.producer.send(task.topic, records);
    produced = next;
    task.onProduced(produced);
  }
  return produced;
}
