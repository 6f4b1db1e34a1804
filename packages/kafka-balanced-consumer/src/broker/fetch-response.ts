import { ConsumerError } from '../errors.js';
import type { AbortedTransaction } from '../records/aborted-transactions.js';
import { MAGIC_AT } from '../records/batch-frame.js';
import type { RecordSet } from '../records/record-set.js';
import { WireReader } from './wire-reader.js';

/** A message in the shape of kafkajs; on our own path there is one for all records of a partition. */
export interface ClientMessage {
  readonly offset: string;
}

/** What kafkajs 2.2.4 takes as the decoded answer to a fetch (protocol/requests/fetch/v11/response.js). */
export interface FetchAnswer {
  readonly throttleTime: number;
  readonly clientSideThrottleTime?: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly PartitionAnswer[];
  }[];
}

/** What a fetch brings that was ended, or whose answer could not be read. */
export const NO_ANSWER: FetchAnswer = { throttleTime: 0, errorCode: 0, sessionId: 0, responses: [] };

interface PartitionAnswer {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly abortedTransactions: readonly never[];
  readonly preferredReadReplica: number;
  readonly messages: readonly ClientMessage[];
}

/**
 * Versions of the fetch API whose answers are read here: 4 is the first that carries record batches, 11 the last that
 * kafkajs 2.2.4 asks for. Fields that came later are read from their version on (Kafka protocol guide, "Fetch API").
 */
export const FIRST_VERSION = 4;
export const LAST_VERSION = 11;

/**
 * The largest offset there is. kafkajs drops messages below the offset that it asked for, so ours lies behind all of
 * them: what is left out and where to go on is decided where the records are read.
 */
const BEHIND_ALL = '9223372036854775807';

/** Stands for all records of one partition in one answer, on their way through kafkajs. */
export class RecordSetMessage implements ClientMessage {
  readonly offset: string = BEHIND_ALL;
  readonly key: null = null;
  readonly isControlRecord: boolean = false;
  readonly recordSet: RecordSet;
  #read = false;

  constructor(recordSet: RecordSet) {
    this.recordSet = recordSet;
  }

  /**
   * The records, to be read now. Once only: their memory may be another fetch's afterwards.
   *
   * @throws ConsumerError `KBC_INTERNALS` the second time
   */
  take(): RecordSet {
    if (this.#read) throw new ConsumerError('KBC_INTERNALS', 'kafkajs handed out the same records twice');
    this.#read = true;
    return this.recordSet;
  }
}

/** Stands for records that are not to be had: of an old format and not to be decoded, or refused by the broker. */
export class UnreadableMessage implements ClientMessage {
  readonly offset: string = BEHIND_ALL;
  readonly key: null = null;
  readonly isControlRecord: boolean = false;
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

/**
 * What kafkajs has an answer to, with its number in the Kafka protocol guide ("Error codes"): nothing wrong 0, offset out of
 * range 1, no such topic or partition 3, no leader 5, another leader 6, topic forbidden 29, another epoch of its leader 74, 75.
 */
const LEFT_TO_KAFKAJS: readonly number[] = [0, 1, 3, 5, 6, 29, 74, 75];

/** Names of the others that brokers are known to answer a fetch with. */
const REFUSALS: Readonly<Record<number, string>> = {
  [-1]: 'UNKNOWN_SERVER_ERROR',
  2: 'CORRUPT_MESSAGE',
  7: 'REQUEST_TIMED_OUT',
  9: 'REPLICA_NOT_AVAILABLE',
  56: 'KAFKA_STORAGE_ERROR',
  76: 'UNSUPPORTED_COMPRESSION_TYPE',
  78: 'OFFSET_NOT_AVAILABLE',
};

/**
 * For kafkajs an error of one partition is one of the whole answer: the records of all others in it are thrown away, and
 * where it does not know the error, the member ends. So it sees only those that it can do something about.
 */
function refusal({ errorCode }: { readonly errorCode: number }): Error {
  const name = REFUSALS[errorCode];
  return new Error(`the broker answers with error ${errorCode}${name === undefined ? '' : ` (${name})`}`);
}

/** Decodes records of the message formats before 2. */
export type OldFormatDecoder = (records: Buffer) => Promise<readonly ClientMessage[]>;

/**
 * Reads the answer to a fetch without looking into its records.
 *
 * @throws ConsumerError `KBC_BAD_ANSWER` where the answer is malformed; it names the last partition that was read
 */
export async function readFetchAnswer(
  payload: Buffer,
  version: number,
  decodeOldFormat: OldFormatDecoder,
): Promise<FetchAnswer> {
  let place = 'in its head';
  try {
    const from = new WireReader(payload);
    const throttle = from.int32();
    const errorCode = version >= 7 ? from.int16() : 0;
    const sessionId = version >= 7 ? from.int32() : 0;
    const pending: Promise<void>[] = [];
    const responses = from.array(() => {
      const topicName = from.string();
      place = `at the partitions of ${topicName}`;
      const partitions: PartitionAnswer[] = [];
      from.array(() => {
        const { records, ...answer } = readPartition(from, version, topicName);
        place = `behind ${topicName}/${answer.partition}`;
        // Nothing to hand on and nothing to tell, as of all partitions while they are idle: kafkajs would send each
        // of them through its queue to find that out.
        if (records === undefined && answer.errorCode === 0) return;
        if (!LEFT_TO_KAFKAJS.includes(answer.errorCode)) {
          partitions.push({ ...answer, errorCode: 0, messages: [new UnreadableMessage(refusal(answer))] });
          return;
        }
        const messages: ClientMessage[] = [];
        if (records !== undefined && isOldFormat(records.bytes)) {
          const decoded = decodeOldFormat(records.bytes).catch((reason) => [new UnreadableMessage(reason)]);
          pending.push(
            decoded.then((old) => {
              for (const message of old) messages.push(message);
            }),
          );
        } else if (records !== undefined) messages.push(new RecordSetMessage(records));
        partitions.push({ ...answer, messages });
      });
      return { topicName, partitions };
    });
    await Promise.all(pending);
    // From version 8 on the broker does not wait itself but leaves it to the client (KIP-219).
    const throttling =
      version >= 8 ? { throttleTime: 0, clientSideThrottleTime: throttle } : { throttleTime: throttle };
    return { ...throttling, errorCode, sessionId, responses };
  } catch (error) {
    if ((error as { readonly name?: unknown } | null)?.name !== 'RangeError') throw error;
    const message = `it breaks off ${place}: ${(error as RangeError).message}`;
    throw new ConsumerError('KBC_BAD_ANSWER', message, { cause: error });
  }
}

function isOldFormat(records: Buffer): boolean {
  return records.length > MAGIC_AT && records.readInt8(MAGIC_AT) < 2;
}

interface PartitionFields extends Omit<PartitionAnswer, 'messages'> {
  readonly records: RecordSet | undefined;
}

function readPartition(from: WireReader, version: number, topic: string): PartitionFields {
  const partition = from.int32();
  const errorCode = from.int16();
  const highWatermark = from.int64();
  const lastStableOffset = from.int64();
  if (version >= 5) from.int64(); // the log's first offset
  const aborted = from.array(
    (): AbortedTransaction => ({ producerId: from.int64(), firstOffset: from.int64() }),
  );
  const preferredReadReplica = version >= 11 ? from.int32() : -1;
  const bytes = from.bytes();
  return {
    partition,
    errorCode,
    highWatermark: String(highWatermark),
    lastStableOffset: String(lastStableOffset),
    // Transactions are dealt with where the records are read; kafkajs has nothing left to filter.
    abortedTransactions: [],
    preferredReadReplica,
    records: bytes.length === 0 ? undefined : { topic, partition, bytes, aborted, highWatermark },
  };
}
