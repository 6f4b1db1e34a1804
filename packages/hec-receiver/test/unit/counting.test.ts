import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DestinationCounts } from '../../src/counting/destination-counts.js';
import { NumberSet } from '../../src/counting/number-set.js';
import { RunCounts } from '../../src/counting/run-counts.js';
import { RunMark } from '../../src/counting/run-mark.js';
import { call } from '../hec-call.js';
import { startForTest } from '../running-receiver.js';

function find(text: string): [number, number] | undefined {
  const bytes = Buffer.from(text);
  const mark = new RunMark();
  return mark.find(bytes, 0, bytes.length) ? [mark.run, mark.number] : undefined;
}

test('a mark is found wherever it stands, with any run and number', () => {
  const noise = fc.string({ unit: fc.constantFrom('r', 'u', 'n', '=', '?', ' ', 'run=', '&', 'é') });
  fc.assert(
    fc.property(noise, fc.nat({ max: 0xffffffff }), fc.nat(), noise, (before, run, number, after) => {
      const text = `${before}run=${run.toString(16).padStart(8, '0')}&n=${number} ${after}`;
      expect(find(text)).toEqual([run, number]);
    }),
  );
});

test.each([
  ['run=0123abcd&n=', undefined],
  ['run=0123abc&n=1', undefined],
  ['run=0123abcg&n=1', undefined],
  ['run=0123abcd n=1', undefined],
  ['run=0123abcd&n=1234567890123456', undefined],
  ['run=0123ABCD&n=0', [0x0123abcd, 0]],
  ['run=zz run=0123abcd&n=123456789012345', [0x0123abcd, 123456789012345]],
  ['', undefined],
])('%s', (text, expected) => {
  expect(find(text)).toEqual(expected);
});

test('a mark that goes on behind the event is not read there', () => {
  const bytes = Buffer.from('run=0123abcd&n=12');
  const mark = new RunMark();
  expect(mark.find(bytes, 0, 16)).toBe(true);
  expect(mark.number).toBe(1);
  expect(mark.find(bytes, 0, 15)).toBe(false);
});

test('the bitmap agrees with a Set', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 300_000 })), fc.nat({ max: 400 }), (numbers, below) => {
      const bitmap = new NumberSet(1 << 20);
      const set = new Set<number>();
      for (const number of numbers) {
        expect(bitmap.add(number)).toBe(set.has(number) ? 'known' : 'new');
        set.add(number);
      }
      expect(bitmap.size).toBe(set.size);
      expect(bitmap.highest).toBe(Math.max(-1, ...numbers));
      const missing = Array.from({ length: below }, (_, i) => i).filter((i) => !set.has(i));
      expect(bitmap.missing(50, below)).toEqual(missing.slice(0, 50));
    }),
  );
});

test('missing numbers are found behind whole bytes', () => {
  const bitmap = new NumberSet(1 << 20);
  for (let i = 0; i < 1000; i++) if (i !== 0 && i !== 17 && i !== 999) bitmap.add(i);
  expect(bitmap.missing(10, 1000)).toEqual([0, 17, 999]);
  expect(bitmap.missing(1, 1000)).toEqual([0]);
  expect(bitmap.missing(10, 8)).toEqual([0]);
});

test('a number too large is refused, and costs nothing', () => {
  const bitmap = new NumberSet(1 << 16);
  expect(bitmap.add((1 << 19) - 1)).toBe('new');
  expect(bitmap.add(1 << 19)).toBe('refused');
  expect(bitmap.bytes).toBe(1 << 16);
});

test('runs are bounded in number and in size', () => {
  const counts = new RunCounts();
  const add = (run: number, number: number) => {
    const bytes = Buffer.from(`run=${run.toString(16).padStart(8, '0')}&n=${number}`);
    counts.add(bytes, 0, bytes.length, 1);
  };
  for (let run = 0; run < 70; run++) add(run, 1);
  expect(counts.list()).toHaveLength(64);
  expect(counts.foreign).toBe(6);
  for (let run = 0; run < 64; run++) add(run, 200_000_000);
  expect(counts.list().reduce((sum, run) => sum + run.untracked, 0)).toBeGreaterThan(50);
  expect(counts.list().every((run) => run.received === 2)).toBe(true);
});

test('destinations are bounded', () => {
  const counts = new DestinationCounts();
  for (let i = 0; i < 600; i++) counts.add('event', { index: `i${i}` }, 1);
  counts.add('event', { index: 'i0' }, 5);
  const all = counts.read();
  expect(all).toHaveLength(501);
  expect(all[0]).toMatchObject({ index: 'i0', events: 6 });
  expect(all.at(-1)).toMatchObject({ index: '(others)', events: 100 });
});

test('numbers are counted by run over both endpoints; foreign events are only counted', async () => {
  const receiver = await startForTest();
  const line = (n: number) => `127.0.0.1 "GET /a?run=00c0ffee&n=${n} HTTP/1.1"`;
  await call(receiver, '/services/collector/raw', [0, 1, 1, 5].map(line).join('\n'));
  await call(receiver, '/services/collector', `${JSON.stringify({ event: line(2) })}{"event":"foreign"}`);
  expect(receiver.runs.get('00c0ffee')).toMatchObject({
    run: '00c0ffee',
    received: 5,
    distinct: 4,
    duplicated: 1,
    highest: 5,
    firstMissing: [3, 4],
  });
  expect(receiver.runs.missing('00C0FFEE', 3, 8)).toEqual([3, 4, 6]);
  expect(receiver.runs.get('00000000')).toBeUndefined();
  expect(receiver.runs.foreign).toBe(1);
});

test('keepLimit bounds what is kept, and says so', async () => {
  const receiver = await startForTest({ keep: 'events', keepLimit: 2 });
  await call(receiver, '/services/collector/raw', 'a\nb\nc');
  expect(receiver.events).toHaveLength(2);
  expect(receiver.accepted).toMatchObject({ events: 3, notKept: 1 });
});
