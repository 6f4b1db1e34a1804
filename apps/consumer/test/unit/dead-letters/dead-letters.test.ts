import { appendFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DeadLetterStore } from '../../../src/dead-letters/dead-letter-store.js';
import { DeadLetters } from '../../../src/dead-letters/dead-letters.js';
import { deadLetterPath, FileStore } from '../../../src/dead-letters/file-store.js';
import { LineFile } from '../../../src/dead-letters/line-file.js';
import { memoryRecords } from '../../fixtures/records.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dead-letters-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = async (path: string) => (await readFile(path, 'utf8')).split('\n').filter(Boolean);

const storeOf = (write: DeadLetterStore['write']): DeadLetterStore => ({
  name: 'disk',
  write,
  close: () => Promise.resolve(),
});

describe('DeadLetters', () => {
  /** Dead letters over a store; `settled` resolves with the next record that is durable. */
  function deadLetters(store: DeadLetterStore) {
    const events: string[] = [];
    let wake = (): void => {};
    const tell = (event: string): void => {
      events.push(event);
      wake();
    };
    const letters = new DeadLetters({
      store,
      retryMs: 1,
      onDurable: (batch, index) => tell(`durable ${batch.offset(index)}`),
      onStuck: ({ partition }, cause) => tell(`stuck ${partition} ${cause}`),
      onUnstuck: ({ partition }) => tell(`unstuck ${partition}`),
    });
    const until = async (event: string): Promise<void> => {
      while (!events.includes(event)) await new Promise<void>((resolve) => (wake = resolve));
    };
    return { letters, events, until };
  }

  test('a rejected record is on the disk, with its reason and its place, before it is settled', async () => {
    const path = deadLetterPath(folder, 'my/group', 3);
    expect(path).toBe(join(folder, 'my%2Fgroup-3.jsonl'));
    const file = await FileStore.open(path);
    const { letters, until } = deadLetters(file);
    const bytes = Buffer.from([0xff, 0x00, 0x22]);
    const records = memoryRecords(
      [{ value: bytes, key: Buffer.from('k'), headers: [{ key: 'h', value: null }] }],
      { topic: 'orders', partition: 7 },
    );
    letters.add(records, 0, { code: 6, status: 400, text: 'Invalid data format' });
    expect(records.holds).toBe(1);
    await until('durable 100');
    const [line] = await lines(path);
    expect(JSON.parse(line as string)).toEqual({
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      topic: 'orders',
      partition: 7,
      offset: 100,
      timestamp: 1_700_000_000_000,
      attempts: 1,
      reason: { code: 6, status: 400, text: 'Invalid data format' },
      key: Buffer.from('k').toString('base64'),
      value: bytes.toString('base64'),
      headers: [{ key: 'h', value: null }],
    });
    expect(records.holds).toBe(0);
    await letters.close();
  });

  test('while the disk does not take it nothing is settled and the partition is stuck; then it goes on by itself', async () => {
    let failures = 2;
    let written = 0;
    const store = storeOf(async (letters, onDurable) => {
      if (failures-- > 0) throw new Error('no space left');
      written += letters.length;
      onDurable(0);
    });
    const { letters, events, until } = deadLetters(store);
    letters.add(memoryRecords(['x'], { partition: 1 }), 0, { text: 'bad' });
    await until('unstuck 1');
    expect(events).toEqual([
      'stuck 1 dead letters cannot be written to disk: no space left',
      'durable 100',
      'unstuck 1',
    ]);
    expect(written).toBe(1);
    await letters.close();
  });

  test('what one write made durable is not written again when the rest of it failed', async () => {
    const writes: number[][] = [];
    const store = storeOf(async (letters, onDurable) => {
      writes.push(letters.map(({ offset }) => offset));
      if (writes.length === 1) throw new Error('no leader');
      onDurable(letters.length - 1);
      if (writes.length === 2) throw new Error('no leader yet');
      onDurable(0);
    });
    const { letters, events, until } = deadLetters(store);
    const records = memoryRecords(['x', 'y', 'z']);
    for (const index of [0, 1, 2]) letters.add(records, index, { text: 'bad' });
    await until('durable 101');
    expect(writes).toEqual([[100], [100, 101, 102], [100, 101]]);
    expect(events.filter((event) => event.startsWith('durable')).sort()).toEqual([
      'durable 100',
      'durable 101',
      'durable 102',
    ]);
    expect(records.holds).toBe(0);
    await letters.close();
  });

  test('a record whose partition moved away while it waited is let go', async () => {
    let fail: (error: Error) => void = () => {};
    let calls = 0;
    const store = storeOf((_, onDurable) =>
      ++calls === 1 ? new Promise((_, reject) => (fail = reject)) : Promise.resolve(onDurable(0)),
    );
    const { letters, events, until } = deadLetters(store);
    const moved = memoryRecords(['x']);
    letters.add(moved, 0, { text: 'bad' });
    letters.add(memoryRecords(['y'], { firstOffset: 200 }), 0, { text: 'bad' });
    moved.stale = true;
    fail(new Error('no space left'));
    await until('durable 200');
    expect(events).not.toContain('durable 100');
    expect(moved.holds).toBe(0);
    await letters.close();
  });
});

describe('LineFile', () => {
  test('a line torn by an earlier crash does not spoil the next one', async () => {
    const path = join(folder, 'g-0.jsonl');
    await writeFile(path, '{"torn":');
    const file = new LineFile(path);
    await file.append(Buffer.from('{"whole":1}\n'));
    await file.append(Buffer.from('{"whole":2}\n'));
    await file.close();
    expect(await lines(path)).toEqual(['{"torn":', '{"whole":1}', '{"whole":2}']);
  });

  test('a line that somebody else tears meanwhile does not spoil the next one', async () => {
    const path = join(folder, 'g-0.jsonl');
    const file = new LineFile(path);
    await file.append(Buffer.from('{"whole":1}\n'));
    await appendFile(path, '{"torn":');
    await file.append(Buffer.from('{"whole":2}\n'));
    await file.append(Buffer.from('{"whole":3}\n'));
    await file.close();
    expect(await lines(path)).toEqual(['{"whole":1}', '{"torn":', '{"whole":2}', '{"whole":3}']);
  });

  test('a file that is moved away or deleted is begun anew', async () => {
    const path = join(folder, 'g-0.jsonl');
    const file = new LineFile(path);
    await file.append(Buffer.from('1\n'));
    await rename(path, `${path}.1`);
    await file.append(Buffer.from('2\n'));
    await rename(path, `${path}.2`);
    await writeFile(path, '');
    await file.append(Buffer.from('3\n'));
    expect([await lines(`${path}.1`), await lines(`${path}.2`), await lines(path)]).toEqual([
      ['1'],
      ['2'],
      ['3'],
    ]);
    await rm(path);
    await file.append(Buffer.from('4\n'));
    expect(await lines(path)).toEqual(['4']);
    await file.close();
  });

  test('a folder that cannot be had is told at once, with the key to change', async () => {
    const blocker = join(folder, 'file');
    await writeFile(blocker, '');
    await expect(FileStore.open(join(blocker, 'sub', 'g-0.jsonl'))).rejects.toMatchObject({
      code: 'SETUP_DEAD_LETTERS',
      message: expect.stringContaining('dead_letters.directory'),
    });
  });
});
