import { describe, expect, test } from '@jest/globals';
import { MetadataCache } from '../../../../src/worker/route/metadata-cache.js';
import { RecordSlots, SlotCollector, type SlotName } from '../../../../src/worker/route/record-slots.js';
import { SlotKey } from '../../../../src/worker/route/slot-key.js';
import { headersOf } from '../../../fixtures/headers.js';
import { memoryRecords } from '../../../fixtures/records.js';

const collector = new SlotCollector();
const slots: SlotName[] = [
  collector.add({ kind: 'header', name: 'a' }),
  collector.add({ kind: 'header', name: 'b' }),
];
const record = new RecordSlots(collector, false);
const key = new SlotKey();

function keyOf(headers: Record<string, string>, owner = 0): SlotKey {
  const records = memoryRecords([{ value: 'v', headers: headersOf(headers) }]);
  record.read(records, 0);
  key.write(owner, slots, record, records);
  return key;
}

describe('MetadataCache', () => {
  test('knows a key by its bytes: owner, which thing, and where one ends', () => {
    const cache = new MetadataCache<string>({ entries: 100, bytes: 100_000 });
    cache.add(keyOf({ a: 'x', b: 'y' }), 'found', 1);
    expect(cache.find(keyOf({ a: 'x', b: 'y' }))).toBe('found');
    const others: [Record<string, string>, number?][] = [
      [{ a: 'x', b: 'y' }, 1],
      [{ a: 'xy' }],
      [{ a: 'xy', b: '' }],
      [{ b: 'xy' }],
      [{ a: 'y', b: 'x' }],
      [{ a: 'x' }],
      [{}],
    ];
    for (const [headers, owner] of others) expect(cache.find(keyOf(headers, owner))).toBeUndefined();
  });

  test('one hash for two keys is no match', () => {
    const cache = new MetadataCache<string>({ entries: 100, bytes: 100_000 });
    const first = keyOf({ a: 'x' });
    const { hash } = first;
    cache.add(first, 'x', 1);
    const other = keyOf({ a: 'y' });
    other.hash = hash;
    expect(cache.find(other)).toBeUndefined();
    cache.add(other, 'y', 1);
    expect(cache.find(other)).toBe('y');
  });

  test('stays within its bounds, and keeps what is used', () => {
    const cache = new MetadataCache<string>({ entries: 10, bytes: 100_000 });
    cache.add(keyOf({ a: 'used' }), 'used', 1);
    for (let i = 0; i < 1000; i++) {
      cache.add(keyOf({ a: String(i) }), 'once', 1);
      expect(cache.find(keyOf({ a: 'used' }))).toBe('used');
      expect(cache.size).toBeLessThanOrEqual(20);
    }
    expect(cache.find(keyOf({ a: '1' }))).toBeUndefined();
    const small = new MetadataCache<string>({ entries: 1000, bytes: 100 });
    for (let i = 0; i < 1000; i++) small.add(keyOf({ a: String(i) }), 'once', 50);
    expect(small.size).toBeLessThan(8);
  });
});
