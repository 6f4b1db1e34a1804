import { describe, expect, test } from '@jest/globals';
import { recordBatchOf, sliceOf } from '../../../src/range-reader.js';

const headers = [
  { key: 'a', value: Buffer.from('1') },
  { key: 'a', value: null },
];

const batch = recordBatchOf({ topic: 't', partition: 3 }, [
  { offset: 10, timestamp: 1000, key: null, value: Buffer.from('first'), headers: [] },
  { offset: 20, timestamp: -1, key: Buffer.from('k'), value: null, headers },
  { offset: 30, timestamp: 3000, key: null, value: Buffer.alloc(0), headers: [] },
]);

describe('recordBatchOf', () => {
  test('gives back what it was made of', () => {
    expect([batch.topic, batch.partition, batch.count, batch.endOffset, batch.stale]).toEqual([
      't',
      3,
      3,
      31,
      false,
    ]);
    const seen = [0, 1, 2].map((index) => ({
      offset: batch.offset(index),
      timestamp: batch.timestamp(index),
      key: batch.key(index),
      value: batch.value(index),
      headers: batch.headers(index),
    }));
    expect(seen).toEqual([
      { offset: 10, timestamp: 1000, key: null, value: Buffer.from('first'), headers: [] },
      { offset: 20, timestamp: -1, key: Buffer.from('k'), value: null, headers },
      { offset: 30, timestamp: 3000, key: null, value: Buffer.alloc(0), headers: [] },
    ]);
  });
});

describe('sliceOf', () => {
  test('is the batch, from another index on', () => {
    const slice = sliceOf(batch, 1, 2);
    expect([slice.count, slice.first, slice.whole, slice.topic, slice.partition, slice.generation]).toEqual([
      1,
      1,
      batch,
      't',
      3,
      1,
    ]);
    expect([slice.offset(0), slice.timestamp(0), slice.endOffset]).toEqual([20, -1, 30]);
    expect([slice.key(0), slice.value(0), slice.headers(0)]).toEqual([Buffer.from('k'), null, headers]);
    expect([slice.valueStart(0), slice.valueEnd(0)]).toEqual([-1, -1]);
    expect(sliceOf(batch, 2, 3).endOffset).toBe(31);
    expect(sliceOf(batch, 0, 1).buffer.subarray(batch.valueStart(0), batch.valueEnd(0)).toString()).toBe(
      'first',
    );
  });

  test('holds the whole', () => {
    const whole = recordBatchOf({ topic: 't', partition: 0 }, [
      { offset: 0, timestamp: 0, key: null, value: Buffer.from('x'), headers: [] },
    ]);
    const slice = sliceOf(whole, 0, 1);
    slice.retain();
    whole.release();
    expect(slice.byteLength).toBeGreaterThan(0);
    slice.release();
    expect(whole.byteLength).toBe(0);
  });
});
