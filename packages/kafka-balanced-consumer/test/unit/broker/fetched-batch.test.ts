import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import type { EachBatchPayload } from 'kafkajs';
import { RecordSetMessage, UnreadableMessage } from '../../../src/broker/fetch-response.js';
import { fetchedBatch } from '../../../src/broker/fetched-batch.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import type { RecordPiece } from '../../../src/records/record-piece.js';
import { batchBytes, recordSet } from '../../record-bytes.js';

const Batch = createRequire(import.meta.url)('kafkajs/src/consumer/batch') as new (
  topic: string,
  fetchedOffset: string,
  partition: object,
) => EachBatchPayload['batch'];

/** What kafkajs makes of an answer that was asked for from offset 7 on. */
function handedOut(messages: readonly object[], position = 7): RecordPiece[] {
  const answer = { partition: 2, highWatermark: '30', abortedTransactions: [], messages };
  const fetched = fetchedBatch(new Batch('t', '7', answer), new LentMemory(() => 0));
  expect(fetched).toMatchObject({ topic: 't', partition: 2, fetchedOffset: 7, highWatermark: 30 });
  return [...fetched.pieces(position)];
}

test('a record set is read from the position on', () => {
  const values = Array.from({ length: 10 }, () => ({ value: Buffer.from('x') }));
  const message = new RecordSetMessage(recordSet([batchBytes({ baseOffset: 5, records: values })]));
  expect(handedOut([message], 8)).toMatchObject([
    { kind: 'records', content: { endOffset: 15, columns: { firstOffset: 8, count: 7 } } },
  ]);
});

test('messages of an old format that cannot be decoded are an error at the position', () => {
  expect(handedOut([new UnreadableMessage(new RangeError('cut off'))], 9)).toMatchObject([
    {
      kind: 'unreadable',
      error: { code: 'KBC_UNREADABLE_BATCH', message: expect.stringMatching('offset 9 of t/2 .* cut off') },
    },
  ]);
});

test('kafkajs’s own messages are taken over', () => {
  const message = (offset: string, value: string) => ({
    offset,
    timestamp: '1',
    key: null,
    value: Buffer.from(value),
  });
  expect(handedOut([message('6', 'too early'), message('7', 'a'), message('9', 'b')])).toMatchObject([
    { kind: 'records', content: { endOffset: 10, columns: { count: 2, firstOffset: 7 } } },
  ]);
});
