import { describe, expect, test } from '@jest/globals';
import { batchesOf } from '../../../src/records/fetched-messages.js';
import { fetchedRecords } from '../../fetched.js';

const some = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: Buffer.from(`value ${i}`) }));

describe('batchesOf', () => {
  test('one batch for each run of records in the same memory, nothing copied', () => {
    const first = fetchedRecords(some(3), 10);
    const second = fetchedRecords([{ value: null }, ...some(2)], 13);
    const batches = batchesOf(
      { topic: 't', partition: 4, messages: [...first.messages, ...second.messages], endOffset: 20 },
      0,
    );
    // The tombstone lies in no memory and stays with the run before it.
    expect(batches.map(({ columns, endOffset }) => [columns.offsets.length, endOffset])).toEqual([
      [4, 14],
      [2, 20],
    ]);
    expect(batches[0]?.buffer.buffer).toBe(first.memory.buffer);
    expect(batches[1]?.buffer.buffer).toBe(second.memory.buffer);
  });

  test('leaves out what was handed on before', () => {
    const fetched = fetchedRecords(some(5), 10);
    expect([...(batchesOf(fetched, 13)[0]?.columns.offsets ?? [])]).toEqual([13, 14]);
    expect(batchesOf(fetched, 15)).toEqual([]);
  });

  test('has columns for keys and headers only where there are any', () => {
    const [plain] = batchesOf(fetchedRecords(some(2)), 0);
    expect(plain?.columns.keyStarts).toBeUndefined();
    expect(plain?.columns.headerStarts).toBeUndefined();
    const [rich] = batchesOf(
      fetchedRecords([
        ...some(1),
        { key: Buffer.from('k'), value: Buffer.from('v'), headers: [['h', null]] },
      ]),
      0,
    );
    expect([...(rich?.columns.keyStarts ?? [])][0]).toBe(-1);
    expect(rich?.columns.headerStarts).toBeDefined();
  });
});
