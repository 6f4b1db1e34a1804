import { randomUUID } from 'node:crypto';
import type { BalancedConsumer } from '../balanced-consumer.js';
import { createTopicAdmin, type TopicAdmin } from '../broker/topic-admin.js';
import type { EventSink } from '../consumer-event.js';
import { createBalancedConsumer } from '../create-balanced-consumer.js';
import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import type { RecordBatch } from '../records/record-batch.js';
import { partitionKey, type TopicPartition } from '../topic-partition.js';
import { type LogBounds, type OffsetRange, planRanges, runsIn } from './offset-ranges.js';

/** Options of {@link createRangeReader}. */
export interface RangeReaderOptions extends BrokerOptions {
  /** The group whose records are read again. Not touched: the reader joins `<groupId>-replay-<id>`. */
  readonly groupId: string;
  /** What to read. Of several ranges of one partition what lies between is fetched too, and passed over. */
  readonly ranges: readonly OffsetRange[];
  /**
   * Takes the records `[from, to)` of a batch over, as `onRecords` of the consumer does: synchronously, in partition
   * order, without throwing. Each must be given to `settle` sooner or later. A batch may come more than once with
   * other runs.
   */
  readonly onRecords: (batch: RecordBatch, from: number, to: number) => void;
  /** Bytes of fetched records that may be held; at least 1 MiB. @defaultValue 8 MiB */
  readonly maxHeldBytes?: number;
  /** Longest wait of a fetch in milliseconds, 10 to 10000. @defaultValue 500 */
  readonly fetchWaitMs?: number;
  /** As for the consumer that read them first. @defaultValue false */
  readonly readUncommitted?: boolean;
  /** Everything worth a log line. */
  readonly onEvent?: EventSink;
}

/** What became of the ranges. */
export interface RangeResult {
  /** Everything that was in the log is read and settled; false where it was stopped before. */
  readonly complete: boolean;
  /** Records that were handed on. */
  readonly records: number;
  /** Parts that were not in the log when it began. */
  readonly missing: readonly OffsetRange[];
}

/** Reads ranges of partitions once. */
export interface RangeReader {
  /**
   * Reads everything, waits until it is settled, leaves, and deletes its group.
   *
   * @throws ConsumerError as the consumer's `run` does; `KBC_ADMIN_FAILED` where the topics cannot be asked about
   */
  run(): Promise<RangeResult>;
  /** As for the consumer. */
  settle(batch: RecordBatch, from: number, to: number): void;
  /** Stops before the end. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Makes a reader. It does nothing until `run`.
 *
 * @throws ConsumerError `KBC_OPTIONS` where an option is out of bounds
 */
export function createRangeReader(options: RangeReaderOptions): RangeReader {
  for (const { topic, partition, from, to } of options.ranges) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
      throw new ConsumerError('KBC_OPTIONS', `the range ${from}–${to} of ${topic}/${partition} is none`);
    }
  }
  return new GroupRangeReader(options);
}

const OTHER_PARTITION = 'not asked for';
const RANGE_READ = 'read to the end of its range';

/** Beat of the commits, milliseconds. Each of them is also the word that partitions have moved on. */
const BEAT_MS = 50;

/** Over a group of its own: kafkajs has no way to fetch without one. */
class GroupRangeReader implements RangeReader {
  readonly #options: RangeReaderOptions;
  readonly #groupId: string;
  #consumer: BalancedConsumer | undefined;
  #wanted = new Map<string, readonly OffsetRange[]>();
  #records = 0;
  #complete = false;
  #stopped = false;

  constructor(options: RangeReaderOptions) {
    this.#options = options;
    this.#groupId = `${options.groupId}-replay-${randomUUID()}`;
  }

  async run(): Promise<RangeResult> {
    const admin = createTopicAdmin(this.#options);
    try {
      const bounds = await boundsOf(admin, this.#options.ranges);
      const { readable, missing } = planRanges(this.#options.ranges, bounds);
      this.#complete = readable.length === 0;
      if (!this.#complete && !this.#stopped) {
        await this.#read(readable, bounds);
        await this.#deleteGroup(admin);
      }
      return { complete: this.#complete, records: this.#records, missing };
    } finally {
      await admin.close();
    }
  }

  settle(batch: RecordBatch, from: number, to: number): void {
    this.#consumer?.settle(batch, from, to);
    this.#leaveWhenDone();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#consumer?.leave();
  }

  async #read(readable: readonly OffsetRange[], all: readonly TopicPartition[]): Promise<void> {
    for (const range of readable) {
      const key = partitionKey(range);
      this.#wanted.set(key, [...(this.#wanted.get(key) ?? []), range]);
    }
    const starts = [...this.#wanted.values()].map((ranges) => ({
      ...(ranges[0] as OffsetRange),
      offset: Math.min(...ranges.map(({ from }) => from)),
    }));
    const { brokers, clientId, tls, sasl, fetchWaitMs, readUncommitted } = this.#options;
    const consumer = createBalancedConsumer({
      brokers,
      ...given({ clientId, tls, sasl, fetchWaitMs, readUncommitted }),
      groupId: this.#groupId,
      topics: [...new Set(readable.map(({ topic }) => topic))],
      initialOffset: { offsets: starts },
      maxHeldBytes: this.#options.maxHeldBytes ?? 8 * 1024 * 1024,
      commitIntervalMs: BEAT_MS,
      onRecords: (batch) => this.#take(batch),
      onEvent: (event) => {
        this.#options.onEvent?.(event);
        if (event.kind === 'committed') this.#leaveWhenDone();
      },
    });
    for (const partition of all) {
      if (!this.#wanted.has(partitionKey(partition))) consumer.pause(partition, OTHER_PARTITION);
    }
    this.#consumer = consumer;
    await consumer.run();
  }

  #take(batch: RecordBatch): void {
    const consumer = this.#consumer as BalancedConsumer;
    const ranges = this.#wanted.get(partitionKey(batch)) ?? [];
    if (batch.endOffset >= endOf(ranges)) consumer.pause(batch, RANGE_READ);
    const runs = runsIn(batch, ranges);
    let passed = 0;
    for (const { from, to } of runs) {
      // What lies between the ranges is nobody's business; what is handed on is for its taker to settle.
      if (passed < from) consumer.settle(batch, passed, from);
      this.#records += to - from;
      this.#options.onRecords(batch, from, to);
      passed = to;
    }
    if (passed < batch.count) consumer.settle(batch, passed, batch.count);
  }

  #leaveWhenDone(): void {
    if (this.#complete || this.#consumer === undefined) return;
    const settled = new Map(
      this.#consumer.snapshot().partitions.map((each) => [partitionKey(each), each.settledOffset]),
    );
    for (const [key, ranges] of this.#wanted) if ((settled.get(key) ?? -1) < endOf(ranges)) return;
    this.#complete = true;
    void this.#consumer.leave();
  }

  async #deleteGroup(admin: TopicAdmin): Promise<void> {
    await admin.deleteGroup(this.#groupId).catch((error: unknown) => {
      const words = `the group ${this.#groupId} could not be deleted, the brokers will do so in some days: ${messageOf(error)}`;
      this.#options.onEvent?.({ kind: 'warning', message: words });
    });
  }
}

/** Bounds of every partition of the topics; a topic that does not exist has none. */
async function boundsOf(admin: TopicAdmin, ranges: readonly OffsetRange[]): Promise<LogBounds[]> {
  const bounds: LogBounds[] = [];
  for (const topic of new Set(ranges.map((range) => range.topic))) {
    if ((await admin.topicPartitions(topic)) === undefined) continue;
    bounds.push(...(await admin.bounds(topic)));
  }
  return bounds;
}

function endOf(ranges: readonly OffsetRange[]): number {
  return Math.max(...ranges.map(({ to }) => to));
}

function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
