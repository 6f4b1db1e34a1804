import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Change, fuzzing, mutated } from '@kafka-splunk/jest-preset/fuzz';
import { recordBatchOf } from '@kafka-splunk/kafka-balanced-consumer/range-reader';
import fc from 'fast-check';
import { letterText, noteJson, noteLine } from '../../../src/cli/dead-letters/letter-text.js';
import { firstLetter } from '../../../src/dead-letters/dead-letter.js';
import { FileSource } from '../../../src/dead-letters/file-source.js';
import { readTopicRecord, topicRecord } from '../../../src/dead-letters/letter-headers.js';
import { letterLine, readLetterLine } from '../../../src/dead-letters/letter-line.js';
import { survey } from '../../../src/dead-letters/survey.js';
import { aLetter } from '../../fixtures/letters.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fuzz-letters-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const change = fc.tuple(fc.nat(5), fc.nat(), fc.nat());
const changes = fc.array(change, { maxLength: 6 }) as fc.Arbitrary<Change[]>;
const file = Buffer.from([1, 2, 3].map((offset) => letterLine(aLetter({ offset }))).join(''));

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal would obey
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

test.each([2 ** 63, 8.64e15 + 1, -5, 2 ** 53])(
  'a record of the time %d can be written, read again and shown',
  (timestamp) => {
    const record = { offset: 7, timestamp, key: null, value: Buffer.from('x'), headers: [] };
    const batch = recordBatchOf({ topic: 'orders', partition: 3 }, [record]);
    const letter = firstLetter(batch, 0, { text: 'no' }, 1000);
    expect(readLetterLine(letterLine(letter))).toEqual(letter);
    expect(readTopicRecord(topicRecord(letter))).toEqual(letter);
    // As it was written before: a letter all the same.
    const older = letterLine(letter).replace('"timestamp":null', `"timestamp":${timestamp}`);
    expect(readLetterLine(older)).toEqual(letter);
  },
);

describe('files that are no dead letters any more', () => {
  test('are listed and shown, or passed over; nothing in them reaches the terminal as a command', async () => {
    await fc.assert(
      fc.asyncProperty(changes, async (list) => {
        const path = join(folder, 'g-0.jsonl');
        await writeFile(path, mutated(file, list));
        const source = await FileSource.open(path);
        const { notes } = await survey([source], {});
        for (const note of notes) {
          expect(CONTROL.test(noteLine(note, 500))).toBe(false);
          JSON.stringify(noteJson(note));
        }
        const [note] = notes;
        await source.read((item) => {
          if (item.kind !== 'letter' || note === undefined) return;
          expect(CONTROL.test(letterText(item.letter, note, undefined))).toBe(false);
        });
        await source.close();
      }),
      fuzzing(150),
    );
  });

  test('nor are records of a topic', () => {
    const record = topicRecord(aLetter({ headers: [{ key: 'h', value: null }] }));
    fc.assert(
      fc.property(fc.nat(20), changes, (which, list) => {
        const headers = record.headers.map(({ key, value }, i) =>
          i === which % record.headers.length && value !== null
            ? { key, value: mutated(value, list) }
            : { key, value },
        );
        const letter = readTopicRecord({ ...record, headers });
        if (letter !== undefined) letterLine(letter);
      }),
      fuzzing(500),
    );
  });
});
