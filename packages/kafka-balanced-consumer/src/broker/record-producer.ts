import type { Message, Producer } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import { internalsOf } from '../internals.js';
import type { BrokerOptions } from '../options.js';
import type { RecordHeader } from '../records/record-batch.js';
import { chainOf } from './failure.js';
import { kafkaClient } from './kafka-client.js';
import { orderedHeaders } from './ordered-headers.js';
import { PartitionChoice } from './partition-choice.js';

/** What the broker says of a record batch above `max.message.bytes`, or above its segment size. */
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** A record to be written. */
export interface ProducerRecord {
  readonly value: Buffer | string | null;
  readonly key?: Buffer | string | null;
  /**
   * Headers. As an object: a key with several values is written once for each. As a list, for records that are passed on
   * as they came: in this order, keys as often as they stand there, values of null too.
   */
  readonly headers?:
    | Readonly<Record<string, Buffer | string | (Buffer | string)[]>>
    | readonly RecordHeader[];
  /** Milliseconds since the epoch. @defaultValue now */
  readonly timestamp?: number;
  /** Partition by number. @defaultValue by the hash of the key, in turn where there is none */
  readonly partition?: number;
}

/** Options of `createRecordProducer`. */
export interface RecordProducerOptions extends BrokerOptions {
  /** Told what the brokers' connections have to say. */
  readonly onWarning?: (message: string) => void;
}

/** Writes records into Kafka. */
export interface RecordProducer {
  /**
   * Writes records of one topic, in one request for each partition. Resolves when all in-sync replicas have them
   * (`acks=all`).
   *
   * When it rejects, some of them may have been written all the same. A request that is tried again after a lost answer
   * may write its records twice.
   *
   * @throws ConsumerError `KBC_TOO_LARGE` where the records of a partition together are more than the topic takes in one
   * record batch: send fewer at once; `KBC_SEND_FAILED` for the rest
   */
  send(topic: string, records: readonly ProducerRecord[]): Promise<void>;
  /** Disconnects. Safe to call twice. */
  close(): Promise<void>;
}

/** Makes a producer. It connects with the first record. */
export function createRecordProducer(options: RecordProducerOptions): RecordProducer {
  const log = { warning: options.onWarning ?? (() => {}) };
  const choice = new PartitionChoice();
  const { createPartitioner } = choice;
  const producer = () =>
    kafkaClient(options, log, { retries: 5 }).producer({ allowAutoTopicCreation: false, createPartitioner });
  return new KafkajsProducer(producer, choice, internalsOf(options).idleLineMs);
}

/** A record on its way, and as kafkajs takes it. */
interface Outgoing {
  readonly record: ProducerRecord;
  readonly message: Message;
}

/** A client of kafkajs, and who uses it. */
interface Line {
  readonly producer: Producer;
  readonly connected: Promise<void>;
  /** Sends that are under way on it. */
  users: number;
  /** Nobody begins anything on it any more. */
  isRetired: boolean;
  /** Runs while nobody uses it. */
  idle: NodeJS.Timeout | undefined;
}

/*
 * kafkajs learns of new partitions after minutes, or when it connects. It must not connect anew with the same client,
 * though. A race of kafkajs 2.2.4: disconnect() ends the socket and waits for nothing; connect() puts a new socket
 * into the same Connection object, and a request goes out on it; then the broker closes its side of the old socket, and
 * the handler of that event rejects the requests of the Connection: the one on the new socket. It is sent again, and
 * stands in the topic twice. So there is a new client each time, and the old one goes when nobody uses it any more.
 *
 * One that nobody has used for a while goes too: each of its connections has a timer that fires once a millisecond (see
 * idle-timers.ts; of a producer kafkajs shows nobody the cluster), which is some 4 % of a core for dead letters that are few.
 */
class KafkajsProducer implements RecordProducer {
  readonly #make: () => Producer;
  readonly #choice: PartitionChoice;
  readonly #idleMs: number;
  #line: Line | undefined;
  #isClosed = false;

  constructor(make: () => Producer, choice: PartitionChoice, idleMs: number) {
    this.#make = make;
    this.#choice = choice;
    this.#idleMs = idleMs;
  }

  async send(topic: string, records: readonly ProducerRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      const left = await this.#sendKnown(topic, records);
      if (left.length === 0) return;
      const still = await this.#sendKnown(
        topic,
        left.map(({ record }) => record),
      );
      if (still.length > 0) throw new Error(whyLeft(still));
    } catch (error) {
      const words = `${records.length} records could not be written to ${topic}: ${messageOf(error)}`;
      const tooLarge = chainOf(error).some(({ type }) => TOO_LARGE.includes(String(type)));
      throw new ConsumerError(tooLarge ? 'KBC_TOO_LARGE' : 'KBC_SEND_FAILED', words, { cause: error });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const line = this.#line;
    if (line === undefined) return;
    this.#line = undefined;
    clearTimeout(line.idle);
    await line.connected.catch(() => {});
    // What is under way is waited for.
    await line.producer.disconnect();
  }

  /**
   * Writes what it can. kafkajs says nothing of records that it left out, those for partitions that it does not know. They
   * come back, and whoever tries again does so with what is known by then.
   */
  async #sendKnown(topic: string, records: readonly ProducerRecord[]): Promise<readonly Outgoing[]> {
    const line = this.#join();
    try {
      await line.connected;
      const outgoing = records.map((record) => ({ record, message: toMessage(record) }));
      await this.#choose(line, topic, outgoing);
      const groups = byPartition(outgoing).map((group) => sendGroup(line, topic, group));
      const ends = await Promise.allSettled(groups);
      const left = ends.flatMap((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
      if (left.length > 0) this.#retire(line);
      return left;
    } finally {
      line.users--;
      this.#tend(line);
    }
  }

  /** Gives those their partition that name none. */
  async #choose({ producer }: Line, topic: string, outgoing: readonly Outgoing[]): Promise<void> {
    const messages = outgoing
      .map(({ message }) => message)
      .filter(({ partition }) => partition === undefined);
    if (messages.length === 0) return;
    await producer.send({ topic, acks: -1, messages: [this.#choice.question(messages)] });
  }

  /** The line of now, or a new one. */
  #join(): Line {
    if (this.#isClosed) throw new Error('the producer is closed');
    this.#line ??= this.#open();
    clearTimeout(this.#line.idle);
    this.#line.users++;
    return this.#line;
  }

  #open(): Line {
    const producer = this.#make();
    const line: Line = {
      producer,
      connected: producer.connect(),
      users: 0,
      isRetired: false,
      idle: undefined,
    };
    // The next record tries again.
    line.connected.catch(() => this.#retire(line));
    return line;
  }

  #retire(line: Line): void {
    if (this.#line === line) this.#line = undefined;
    line.isRetired = true;
  }

  /** Lets go of a line that nobody uses: at once where it is retired, else if that stays so. */
  #tend(line: Line): void {
    if (line.users > 0) return;
    if (line.isRetired) {
      line.producer.disconnect().catch(() => {});
      return;
    }
    // Whoever closes the producer waits for this line and disconnects it.
    if (this.#isClosed) return;
    line.idle = setTimeout(() => {
      this.#retire(line);
      this.#tend(line);
    }, this.#idleMs).unref();
  }
}

/** Each partition by itself: kafkajs sends a request again as a whole where one partition in it was refused. */
function byPartition(outgoing: readonly Outgoing[]): Outgoing[][] {
  const groups = new Map<number | undefined, Outgoing[]>();
  for (const each of outgoing) {
    const group = groups.get(each.message.partition);
    if (group === undefined) groups.set(each.message.partition, [each]);
    else group.push(each);
  }
  return [...groups.values()];
}

/** Sends records of one partition, and answers them where kafkajs has left them out. */
async function sendGroup(
  { producer }: Line,
  topic: string,
  group: readonly Outgoing[],
): Promise<readonly Outgoing[]> {
  const written = await producer.send({ topic, acks: -1, messages: group.map(({ message }) => message) });
  return written.length > 0 ? [] : group;
}

function toMessage({ timestamp, headers, ...record }: ProducerRecord): Message {
  return {
    ...record,
    ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
    ...(headers === undefined ? {} : { headers: isList(headers) ? orderedHeaders(headers) : { ...headers } }),
  };
}

function whyLeft(left: readonly Outgoing[]): string {
  const partitions = new Set(left.map(({ message }) => message.partition));
  return `there is no partition ${[...partitions].join(', ')}`;
}

function isList(headers: NonNullable<ProducerRecord['headers']>): headers is readonly RecordHeader[] {
  return Array.isArray(headers);
}
