import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type FetchAnswer,
  RecordSetMessage,
  readFetchAnswer,
  UnreadableMessage,
} from '../../../src/broker/fetch-response.js';
import { readOldFormat } from '../../../src/records/old-format.js';
import { batchBytes } from '../../record-bytes.js';

const require = createRequire(import.meta.url);

interface KafkajsEncoder {
  readonly buffer: Buffer;
  writeInt16(value: number): KafkajsEncoder;
  writeInt32(value: number): KafkajsEncoder;
  writeInt64(value: number): KafkajsEncoder;
  writeString(value: string): KafkajsEncoder;
  writeBytes(value: Buffer): KafkajsEncoder;
}

const Encoder = require('kafkajs/src/protocol/encoder') as new () => KafkajsEncoder;

/** An answer with one partition, as a broker writes it in each version. */
function answerBytes(version: number, records: Buffer, errorCode = 0): Buffer {
  const to = new Encoder().writeInt32(250);
  if (version >= 7) to.writeInt16(0).writeInt32(77);
  to.writeInt32(1).writeString('logs').writeInt32(1);
  to.writeInt32(3).writeInt16(errorCode).writeInt64(4_000_000_123).writeInt64(4_000_000_100);
  if (version >= 5) to.writeInt64(5);
  to.writeInt32(1).writeInt64(4_000_000_001).writeInt64(50);
  if (version >= 11) to.writeInt32(-1);
  return to.writeBytes(records).buffer;
}

function kafkajsDecode(version: number): (payload: Buffer) => Promise<FetchAnswer> {
  return require(`kafkajs/src/protocol/requests/fetch/v${version}/response`).decode;
}

const versions = [4, 5, 6, 7, 8, 9, 10, 11];
const records = batchBytes({ records: [{ value: Buffer.from('x') }], baseOffset: 60 });

describe('the answer to a fetch', () => {
  test.each(versions)('version %i says what kafkajs reads from it, records apart', async (version) => {
    const payload = answerBytes(version, records);
    const ours = await readFetchAnswer(payload, version, readOldFormat);
    const theirs = await kafkajsDecode(version)(payload);
    expect(ours.throttleTime).toBe(theirs.throttleTime);
    expect(ours.clientSideThrottleTime).toBe(theirs.clientSideThrottleTime);
    const { messages, abortedTransactions, preferredReadReplica, ...partition } = ours.responses[0]
      ?.partitions[0] ?? { messages: [] };
    expect(theirs.responses[0]).toMatchObject({ topicName: 'logs', partitions: [partition] });
    expect([abortedTransactions, preferredReadReplica]).toEqual([[], -1]);
    const [message] = messages;
    const recordSet = message instanceof RecordSetMessage ? message.recordSet : undefined;
    expect(recordSet).toMatchObject({ topic: 'logs', partition: 3, highWatermark: 4_000_000_123 });
    expect(recordSet?.aborted).toEqual([{ producerId: 4_000_000_001, firstOffset: 50 }]);
    expect(recordSet?.bytes).toEqual(records);
  });

  test('shorter than it says', async () => {
    const payload = answerBytes(11, records);
    for (const length of [payload.length - 1, 20, 3]) {
      await expect(readFetchAnswer(payload.subarray(0, length), 11, readOldFormat)).rejects.toMatchObject({
        code: 'KBC_BAD_ANSWER',
        message: expect.stringContaining('ends too early'),
      });
    }
  });

  test('cut off or with bytes changed: a typed error or an answer, never anything else', async () => {
    const payload = answerBytes(11, records);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(payload.length - 1), fc.nat(255)), { maxLength: 5 }),
        fc.nat(payload.length),
        async (changes, length) => {
          const bytes = Buffer.from(payload);
          for (const [at, value] of changes) bytes[at] = value;
          await readFetchAnswer(bytes.subarray(0, length), 11, readOldFormat).catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'KBC_BAD_ANSWER' });
          });
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test('messages of an old format that are broken stand for an error of their partition', async () => {
  const broken = Buffer.alloc(40);
  // A length of 28 and format 1; the checksum is none.
  broken.writeInt32BE(28, 8);
  broken[16] = 1;
  const answer = await readFetchAnswer(answerBytes(11, broken), 11, readOldFormat);
  const messages = answer.responses[0]?.partitions[0]?.messages ?? [];
  expect(messages.map((message) => message instanceof UnreadableMessage)).toEqual([true]);
});

describe('an error of a partition', () => {
  const partitionWith = async (errorCode: number) => {
    const answer = await readFetchAnswer(answerBytes(11, Buffer.alloc(0), errorCode), 11, readOldFormat);
    return answer.responses[0]?.partitions[0];
  };

  test.each([1, 3, 5, 6, 29, 74, 75])('%i is one that kafkajs deals with', async (errorCode) => {
    expect(await partitionWith(errorCode)).toMatchObject({ errorCode, messages: [] });
  });

  test.each([
    [-1, 'the broker answers with error -1 (UNKNOWN_SERVER_ERROR)'],
    [2, 'the broker answers with error 2 (CORRUPT_MESSAGE)'],
    [56, 'the broker answers with error 56 (KAFKA_STORAGE_ERROR)'],
    [999, 'the broker answers with error 999'],
  ])(
    '%i would end the others with it, and stands for records that are not to be had',
    async (code, words) => {
      const { errorCode, messages } = (await partitionWith(code)) ?? {};
      expect(errorCode).toBe(0);
      const [message] = messages ?? [];
      expect(message instanceof UnreadableMessage && message.reason).toMatchObject({ message: words });
    },
  );
});
