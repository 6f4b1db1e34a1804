import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readOldFormat } from '../../../src/records/old-format.js';
import { oldMessages, sealedMessages } from '../../old-messages.js';
import { batchBytes } from '../../record-bytes.js';

const entries = [
  { key: 'k', value: 'first', timestamp: 1000 },
  { key: null, value: null, timestamp: 1001 },
  { key: null, value: '', timestamp: 1002 },
];

async function read(set: Buffer): Promise<unknown[]> {
  return (await readOldFormat(set)).map(({ offset, timestamp, key, value }) => [
    offset,
    timestamp,
    key === null ? null : String(key),
    value === null ? null : String(value),
  ]);
}

describe('message formats 0 and 1', () => {
  test('format 1', async () => {
    expect(await read(oldMessages(1, entries, 40))).toEqual([
      ['40', '1000', 'k', 'first'],
      ['41', '1001', null, null],
      ['42', '1002', null, ''],
    ]);
  });

  test('format 0 has no timestamps', async () => {
    expect(await read(oldMessages(0, entries.slice(0, 1), 7))).toEqual([['7', '-1', 'k', 'first']]);
  });

  test('packed: format 1 counts inside from 0, format 0 as the log does', async () => {
    const around = (format: 0 | 1, inside: Buffer, offset: number, timestamp = 0) =>
      oldMessages(format, [{ key: null, value: gzipSync(inside), compression: 1, timestamp }], offset);
    const offsets = [
      expect.arrayContaining(['40', 'first']),
      expect.arrayContaining(['41']),
      expect.arrayContaining(['42']),
    ];
    expect(await read(around(1, oldMessages(1, entries), 42))).toEqual(offsets);
    const zero = around(0, oldMessages(0, entries, 40), 42);
    zero[17] = 1;
    expect(await read(sealedMessages(zero))).toEqual(offsets);
    const stamped = around(1, oldMessages(1, entries), 2, 9000);
    (stamped[17] as number) |= 0x08;
    expect(await read(sealedMessages(stamped))).toEqual([
      ['0', '9000', 'k', 'first'],
      ['1', '9000', null, null],
      ['2', '9000', null, ''],
    ]);
    const twice = around(1, around(1, oldMessages(1, entries), 2), 2);
    await expect(read(twice)).rejects.toThrow(/packed twice/);
    await expect(read(around(1, Buffer.alloc(0), 2))).rejects.toThrow(/packed, and empty/);
  });

  test('what is cut off, broken, or of format 2 is left for the next fetch, unless nothing comes before it', async () => {
    const set = oldMessages(1, entries, 40);
    const first = set.readInt32BE(8) + 12;
    const firstOnly = [['40', '1000', 'k', 'first']];
    expect(await read(set.subarray(0, first + 20))).toEqual(firstOnly);
    expect(await read(Buffer.concat([set.subarray(0, first), batchBytes({ records: [] })]))).toEqual(
      firstOnly,
    );
    const broken = Buffer.from(set);
    (broken[first + 30] as number) ^= 1;
    expect(await read(broken)).toEqual(firstOnly);
    await expect(read(broken.subarray(first))).rejects.toThrow(/checksum/);
    // Without this the client would take the end of the partition for the next offset, and skip all of it.
    await expect(read(set.subarray(0, first - 1))).rejects.toThrow(/no whole message/);
  });

  test('lengths that lead backwards or behind the message, with a checksum that fits', async () => {
    const [set] = [oldMessages(1, entries, 40)];
    const changed = (at: number, value: number): Promise<unknown> => {
      const copy = Buffer.from(set);
      copy.writeInt32BE(value, at);
      return read(sealedMessages(copy));
    };
    const keyAt = 12 + 14;
    await expect(changed(keyAt, -30)).rejects.toThrow(/ends behind/);
    await expect(changed(keyAt, 0x7fff_ffff)).rejects.toThrow(/ends behind/);
    await expect(changed(keyAt, 0)).rejects.toThrow();
    await expect(changed(8, -1)).rejects.toThrow(/length is impossible/);
  });
});
