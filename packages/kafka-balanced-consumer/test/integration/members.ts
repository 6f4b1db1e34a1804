import { randomUUID } from 'node:crypto';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import { createTopicAdmin, type TopicAdmin } from '../../src/admin.js';
import {
  type BalancedConsumer,
  type BalancedConsumerOptions,
  type ConsumerEvent,
  createBalancedConsumer,
  type RecordBatch,
} from '../../src/index.js';
import { createRecordProducer, type RecordProducer } from '../../src/producer.js';
import { until } from '../until.js';

/** A Kafka, and what every test does with it. */
export interface Bench {
  readonly kafka: TestKafka;
  readonly brokers: readonly string[];
  readonly admin: TopicAdmin;
  readonly producer: RecordProducer;
  topic(partitions: number): Promise<string>;
  /** Writes `count` numbered records into each partition, `p-n` with n from `from` on. */
  fill(topic: string, partitions: number, count: number, from?: number): Promise<void>;
  member(
    options: Partial<BalancedConsumerOptions> & { readonly topics: BalancedConsumerOptions['topics'] },
  ): Member;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const kafka = await testKafka();
  const brokers = kafka.bootstrap;
  const admin = createTopicAdmin({ brokers });
  const producer = createRecordProducer({ brokers });
  return {
    kafka,
    brokers,
    admin,
    producer,
    async topic(partitions) {
      const name = `t-${randomUUID()}`;
      await admin.createTopic(name, partitions);
      return name;
    },
    async fill(topic, partitions, count, from = 0) {
      for (let partition = 0; partition < partitions; partition++) {
        const records = Array.from({ length: count }, (_, i) => ({
          partition,
          value: `${partition}-${from + i}`,
        }));
        for (let i = 0; i < count; i += 2000) await producer.send(topic, records.slice(i, i + 2000));
      }
    },
    member: (options) => new Member(brokers, options),
    async close() {
      await allLeave();
      await admin.close();
      await producer.close();
      await kafka.release();
    },
  };
}

/** Members that have not left. */
const present = new Set<Member>();

/** Has all members leave: those of a test that failed would keep its process alive. */
export async function allLeave(): Promise<void> {
  await Promise.all([...present].map((member) => member.leave()));
}

/** A consumer under test that remembers what it was told. */
export class Member {
  readonly events: ConsumerEvent[] = [];
  readonly batches: RecordBatch[] = [];
  /** Values that were handed on, by partition. */
  readonly seen = new Map<number, string[]>();
  /** The same by topic. */
  readonly seenIn = new Map<string, string[]>();
  readonly consumer: BalancedConsumer;
  readonly groupId: string;
  readonly done: Promise<unknown>;
  /** Settles each batch at once while true. */
  settling = true;
  /** Called with each batch, after it was taken over. */
  onBatch: (batch: RecordBatch) => void = () => {};

  constructor(
    brokers: readonly string[],
    options: Partial<BalancedConsumerOptions> & { readonly topics: BalancedConsumerOptions['topics'] },
  ) {
    this.groupId = options.groupId ?? `g-${randomUUID()}`;
    this.consumer = createBalancedConsumer({
      brokers,
      groupId: this.groupId,
      fetchWaitMs: 100,
      commitIntervalMs: 50,
      onRecords: (batch) => {
        const seen = this.seen.get(batch.partition) ?? [];
        this.seen.set(batch.partition, seen);
        const inTopic = this.seenIn.get(batch.topic) ?? [];
        this.seenIn.set(batch.topic, inTopic);
        for (let i = 0; i < batch.count; i++) {
          const value = batch.value(i)?.toString() ?? 'null';
          seen.push(value);
          inTopic.push(value);
        }
        this.batches.push(batch);
        if (this.settling) this.consumer.settle(batch, 0, batch.count);
        this.onBatch(batch);
      },
      ...options,
      onEvent: (event) => {
        this.events.push(event);
        options.onEvent?.(event);
      },
    });
    // A failure is looked at where the test awaits it.
    this.done = this.consumer.run().catch((error: unknown) => error);
    present.add(this);
  }

  get total(): number {
    return [...this.seen.values()].reduce((sum, list) => sum + list.length, 0);
  }

  get assigned(): number[] {
    return this.consumer
      .snapshot()
      .partitions.map(({ partition }) => partition)
      .sort((a, b) => a - b);
  }

  /** Offsets that were handed on, in the order they came. */
  offsets(partition: number): number[] {
    return this.batches
      .filter((batch) => batch.partition === partition)
      .flatMap((batch) => Array.from({ length: batch.count }, (_, index) => batch.offset(index)));
  }

  joins() {
    return this.events.filter((event) => event.kind === 'joined');
  }

  warnings(): string[] {
    return this.events.flatMap((event) => (event.kind === 'warning' ? [event.message] : []));
  }

  /** Without those on the way in: a broker that is young gives away its group coordinators while it is asked for one. */
  warningsSinceJoin(): string[] {
    const joined = this.events.findIndex(({ kind }) => kind === 'joined');
    return this.events
      .slice(joined + 1)
      .flatMap((event) => (event.kind === 'warning' ? [event.message] : []));
  }

  /** Settles everything that was handed on and not lost. */
  settleAll(): void {
    this.settling = true;
    for (const batch of this.batches) if (!batch.stale) this.consumer.settle(batch, 0, batch.count);
  }

  async joined(): Promise<void> {
    await until('a join', () => this.consumer.snapshot().state === 'running');
  }

  async has(records: number): Promise<void> {
    await until(`${records} records`, () => this.total >= records);
  }

  async drain(): Promise<number> {
    this.consumer.stopFetching();
    return (await this.consumer.drained(AbortSignal.timeout(10_000))).unsettled;
  }

  async leave(): Promise<void> {
    present.delete(this);
    await this.consumer.leave();
    await this.done;
  }
}

/** `p-0 … p-(count-1)`, as {@link Bench.fill} writes them. */
export function numbered(partition: number, count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => `${partition}-${from + i}`);
}
