import { describe, expect, test } from '@jest/globals';
import { LentMemory } from '../../../src/records/lent-memory.js';

const MIB = 1024 * 1024;

describe('lent memory', () => {
  test('is lent again when its last hold has ended, not before', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const first = lent.take(MIB);
    lent.hold(first.buffer);
    lent.drop(first.buffer);
    expect(lent.take(MIB).buffer).not.toBe(first.buffer);
    lent.drop(first.buffer);
    expect(lent.spareBytes).toBe(MIB);
    const again = lent.take(MIB - 5);
    expect(again.buffer).toBe(first.buffer);
    expect(again.length).toBe(MIB - 5);
    expect(lent.spareBytes).toBe(0);
  });

  test('is not lent again once it was forgotten, whoever drops it afterwards', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const { buffer } = lent.take(MIB);
    lent.hold(buffer);
    lent.forget(buffer);
    lent.drop(buffer);
    lent.drop(buffer);
    expect(lent.spareBytes).toBe(0);
  });

  test('that fits badly stays where it is', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const { buffer } = lent.take(4 * MIB);
    lent.drop(buffer);
    expect(lent.take(MIB).buffer).not.toBe(buffer);
    expect(lent.take(5 * MIB).buffer).not.toBe(buffer);
    expect(lent.take(4 * MIB).buffer).not.toBe(lent.take(4 * MIB).buffer);
  });

  test('keeps to its bound, the oldest goes first, and a bound of 0 keeps nothing', () => {
    let most = 2 * MIB;
    const lent = new LentMemory(() => most);
    const taken = [1, 2, 3].map(() => lent.take(MIB).buffer);
    for (const buffer of taken) lent.drop(buffer);
    expect(lent.spareBytes).toBe(2 * MIB);
    expect([lent.take(MIB).buffer, lent.take(MIB).buffer]).toEqual([taken[2], taken[1]]);
    most = 0;
    lent.drop(taken[2] as ArrayBuffer);
    expect(lent.spareBytes).toBe(0);
  });

  test('fits an answer that is a little longer than the last', () => {
    const lent = new LentMemory(() => 64 * MIB);
    const { buffer } = lent.take(8.1 * MIB);
    expect(buffer.byteLength).toBe(9 * MIB);
    lent.drop(buffer);
    const longer = lent.take(8.9 * MIB).buffer;
    expect(longer).toBe(buffer);
    lent.drop(longer);
    expect(lent.take(7.5 * MIB).buffer).toBe(buffer);
  });

  test('that nobody needed for a while is let go', () => {
    const lent = new LentMemory(() => 8 * MIB);
    lent.drop(lent.take(MIB).buffer);
    lent.tend();
    expect(lent.spareBytes).toBe(MIB);
    lent.tend();
    expect(lent.spareBytes).toBe(0);
  });

  test('knows nothing of memory that others made, and of pieces too small to matter', () => {
    const lent = new LentMemory(() => 8 * MIB);
    lent.drop(Buffer.allocUnsafeSlow(MIB).buffer);
    lent.drop(lent.take(100).buffer);
    expect(lent.spareBytes).toBe(0);
  });

  test('of somebody else is in custody until its last hold, and gone then', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const { buffer } = Buffer.allocUnsafeSlow(MIB);
    lent.takeCustody(buffer);
    lent.takeCustody(buffer);
    lent.hold(buffer);
    lent.drop(buffer);
    expect(buffer.byteLength).toBe(MIB);
    lent.drop(buffer);
    expect(buffer.byteLength).toBe(0);
    expect(lent.spareBytes).toBe(0);
  });

  test('in custody that was forgotten stays with whoever reads it', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const { buffer } = Buffer.allocUnsafeSlow(MIB);
    lent.takeCustody(buffer);
    lent.forget(buffer);
    lent.drop(buffer);
    expect(buffer.byteLength).toBe(MIB);
  });

  test('is neither lent twice nor taken from anybody without reuse', () => {
    const lent = new LentMemory(() => 8 * MIB, false);
    const { buffer } = Buffer.allocUnsafeSlow(MIB);
    lent.takeCustody(buffer);
    const own = lent.take(MIB).buffer;
    for (const memory of [buffer, own]) {
      lent.drop(memory);
      expect(memory.byteLength).toBe(MIB);
    }
    expect(lent.spareBytes).toBe(0);
  });

  test('that is shared by small buffers is never taken into custody', () => {
    const lent = new LentMemory(() => 8 * MIB);
    const { buffer } = Buffer.from('cut from what Node shares among small ones');
    lent.takeCustody(buffer);
    lent.drop(buffer);
    expect(buffer.byteLength).toBeGreaterThan(0);
  });
});
