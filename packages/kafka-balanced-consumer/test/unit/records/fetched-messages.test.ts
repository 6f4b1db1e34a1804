import { describe, expect, test } from '@jest/globals';
import { ColumnBatch } from '../../../src/records/column-batch.js';
import { type FetchedMessage, piecesOfMessages } from '../../../src/records/fetched-messages.js';
import { LentMemory } from '../../../src/records/lent-memory.js';
import { Slabs } from '../../../src/records/slab.js';

const messages: FetchedMessage[] = [
  {
    offset: '10',
    timestamp: '5',
    key: Buffer.from('k'),
    value: Buffer.from('first'),
    headers: { a: Buffer.from('1') },
  },
  { offset: '12', timestamp: '6', key: null, value: null },
  {
    offset: '13',
    timestamp: '7',
    key: null,
    value: Buffer.alloc(0),
    headers: { b: [Buffer.from('2'), Buffer.from('3')] },
  },
];

function batchOf(position: number): ColumnBatch | undefined {
  const [piece] = piecesOfMessages({ topic: 't', partition: 4, messages, endOffset: 20 }, position);
  return piece?.kind === 'records'
    ? new ColumnBatch(piece.content, 1, new Slabs<ColumnBatch>(() => {}, new LentMemory(() => 0)), () => {})
    : undefined;
}

describe('messages of the plain path', () => {
  test('become a batch like any other', () => {
    const batch = batchOf(0) as ColumnBatch;
    expect([batch.count, batch.endOffset]).toEqual([3, 20]);
    messages.forEach(({ key, value, offset, timestamp }, i) => {
      expect([batch.key(i), batch.value(i), batch.offset(i), batch.timestamp(i)]).toEqual([
        key,
        value,
        Number(offset),
        Number(timestamp),
      ]);
    });
    expect(batch.headers(0)).toEqual([{ key: 'a', value: Buffer.from('1') }]);
    expect(batch.headers(1)).toEqual([]);
    expect(batch.headers(2).map(({ value }) => String(value))).toEqual(['2', '3']);
  });

  test('that were handed on before are left out', () => {
    expect(batchOf(12)?.offset(0)).toBe(12);
    expect([...piecesOfMessages({ topic: 't', partition: 4, messages, endOffset: 20 }, 14)]).toEqual([
      { kind: 'passed', endOffset: 20 },
    ]);
  });
});
