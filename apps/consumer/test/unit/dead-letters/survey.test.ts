import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DeadLetter, idOf, nextLetter } from '../../../src/dead-letters/dead-letter.js';
import { FileSource } from '../../../src/dead-letters/file-source.js';
import { isMeant, type LetterFilter } from '../../../src/dead-letters/letter-filter.js';
import { letterLine } from '../../../src/dead-letters/letter-line.js';
import { filesOf } from '../../../src/dead-letters/open-sources.js';
import { survey } from '../../../src/dead-letters/survey.js';
import { aLetter } from '../../fixtures/letters.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'survey-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function sourceOf(...lines: string[]): Promise<FileSource> {
  const path = join(folder, 'g-0.jsonl');
  await writeFile(path, lines.join(''));
  return await FileSource.open(path);
}

const at = (offset: number, fields: Partial<DeadLetter> = {}): DeadLetter =>
  aLetter({ offset, refusal: { time: 1000 + offset, text: 'no' }, ...fields });

describe('survey', () => {
  test('tells which are open, which were replayed, and which stand twice; passes over what is none', async () => {
    const again = nextLetter(at(2), { text: 'still no' }, 9000);
    const source = await sourceOf(
      letterLine(at(1)),
      '{"torn":\n',
      letterLine(at(2)),
      letterLine(at(3)),
      letterLine(at(3, { refusal: { time: 5000, text: 'read twice' } })),
      letterLine(again),
    );
    await source.mark([idOf(at(1)), idOf(at(2))]);
    await source.close();
    const { notes, foreign } = await survey([source], {});
    expect(foreign).toBe(1);
    expect(notes.map(({ offset, state, attempts }) => [offset, state, attempts])).toEqual([
      [1, 'replayed', 1],
      [2, 'replayed', 1],
      [3, 'older', 1],
      [3, 'open', 1],
      [2, 'open', 2],
    ]);
    expect(notes[3]?.place).toBe(`${source.name} line 5`);
  });

  test('reads a file as it was when it was opened', async () => {
    const source = await sourceOf(letterLine(at(1)));
    await appendFile(source.name, letterLine(at(2)));
    expect((await survey([source], {})).notes.map(({ offset }) => offset)).toEqual([1]);
  });
});

test('a file that is not there is told as such', async () => {
  await expect(FileSource.open(join(folder, 'not-there.jsonl'))).rejects.toMatchObject({
    code: 'REPLAY_FILE',
    message: expect.stringContaining('not-there.jsonl cannot be read'),
  });
});

test('the files of a group are those of its workers and its replays, and of no other group', async () => {
  const names = ['g-0.jsonl', 'g-12.jsonl', 'g-replay.jsonl', 'g-0.jsonl.replayed', 'g-x-0.jsonl', 'h-0.jsonl', 'g-0.jsonl.1']; // biome-ignore format: one list
  for (const name of names) await writeFile(join(folder, name), '');
  expect(await filesOf(folder, 'g')).toEqual(
    ['g-0.jsonl', 'g-12.jsonl', 'g-replay.jsonl'].map((name) => join(folder, name)),
  );
  expect(await filesOf(join(folder, 'not-there'), 'g')).toEqual([]);
});

test.each<[string, LetterFilter, boolean]>([
  ['nothing', {}, true],
  ['its topic', { topic: 'orders' }, true],
  ['another topic', { topic: 'payments' }, false],
  ['its partition', { partitions: [1, 3] }, true],
  ['another partition', { partitions: [1] }, false],
  ['its offset', { offsets: { from: 1234, to: 1234 } }, true],
  ['offsets before', { offsets: { from: 0, to: 1233 } }, false],
  ['its code', { codes: ['none', 6] }, true],
  ['another code', { codes: [12] }, false],
  ['no code', { codes: ['none'] }, false],
  ['a time before', { since: 1_700_000_100_000 }, true],
  ['a time behind', { since: 1_700_000_100_001 }, false],
  ['until then', { until: 1_700_000_100_000 }, false],
  ['its record', { names: ['orders/3/1234'] }, true],
  ['its id', { names: ['orders/3/1234@2023-11-14T22:15:00.000Z'] }, true],
  ['another record', { names: ['orders/3/123'] }, false],
])('a filter by %s', (_, filter, meant) => {
  expect(isMeant(aLetter(), filter)).toBe(meant);
});
