import type { Producer } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import type { RecordHeader } from '../records/record-batch.js';
import { chainOf } from './failure.js';
import { kafkaClient } from './kafka-client.js';
import { orderedHeaders } from './ordered-headers.js';

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
   * Writes records of one topic in one request per broker. Resolves when all in-sync replicas have them (`acks=all`).
   * When it rejects, some of them may have been written all the same; and a request that is tried again after a lost
   * answer may write them twice.
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
  const producer = kafkaClient(options, log, { retries: 5 }).producer({ allowAutoTopicCreation: false });
  return new KafkajsProducer(producer);
}

class KafkajsProducer implements RecordProducer {
  readonly #producer: Producer;
  #connecting: Promise<void> | undefined;

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  async send(topic: string, records: readonly ProducerRecord[]): Promise<void> {
    if (records.length === 0) return;
    try {
      await this.#connect();
      const left = await this.#sendKnown(topic, records);
      if (left.length === 0) return;
      // Partitions that are younger than what we know of the topic: connecting anew learns of them.
      await this.#producer.disconnect();
      await this.#producer.connect();
      const unknown = (await this.#sendKnown(topic, left)).map(({ partition }) => partition);
      if (unknown.length > 0) throw new Error(`there is no partition ${[...new Set(unknown)].join(', ')}`);
    } catch (error) {
      const words = `${records.length} records could not be written to ${topic}: ${messageOf(error)}`;
      const tooLarge = chainOf(error).some(({ type }) => TOO_LARGE.includes(String(type)));
      throw new ConsumerError(tooLarge ? 'KBC_TOO_LARGE' : 'KBC_SEND_FAILED', words, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => {});
    await this.#producer.disconnect();
  }

  /** Writes what it can. kafkajs drops records for partitions that it does not know, without a word; they come back. */
  async #sendKnown(topic: string, records: readonly ProducerRecord[]): Promise<readonly ProducerRecord[]> {
    const written = await this.#producer.send({
      topic,
      acks: -1,
      messages: records.map(({ timestamp, headers, ...record }) => ({
        ...record,
        ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
        ...(headers === undefined
          ? {}
          : { headers: isList(headers) ? orderedHeaders(headers) : { ...headers } }),
      })),
    });
    const known = new Set(written.map(({ partition }) => partition));
    return records.filter(({ partition }) => partition !== undefined && !known.has(partition));
  }

  #connect(): Promise<void> {
    this.#connecting ??= this.#producer.connect().catch((error: unknown) => {
      // The next record tries again.
      this.#connecting = undefined;
      throw error;
    });
    return this.#connecting;
  }
}

function isList(headers: NonNullable<ProducerRecord['headers']>): headers is readonly RecordHeader[] {
  return Array.isArray(headers);
}
