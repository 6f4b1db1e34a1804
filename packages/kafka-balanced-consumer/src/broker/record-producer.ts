import type { Producer } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import type { BrokerOptions } from '../options.js';
import { kafkaClient } from './kafka-client.js';

/** A record to be written. */
export interface ProducerRecord {
  readonly value: Buffer | string | null;
  readonly key?: Buffer | string | null;
  /** Headers; a key with several values is written once for each. */
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[]>>;
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
   * When it rejects, some of them may have been written all the same.
   *
   * @throws ConsumerError `KBC_SEND_FAILED`
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
      await this.#producer.send({
        topic,
        acks: -1,
        messages: records.map(({ timestamp, headers, ...record }) => ({
          ...record,
          ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
          ...(headers === undefined ? {} : { headers: { ...headers } }),
        })),
      });
    } catch (error) {
      const words = `${records.length} records could not be written to ${topic}: ${messageOf(error)}`;
      throw new ConsumerError('KBC_SEND_FAILED', words, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#connecting?.catch(() => {});
    await this.#producer.disconnect();
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
