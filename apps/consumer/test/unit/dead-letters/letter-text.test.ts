import { describe, expect, test } from '@jest/globals';
import { bytesText, letterText, noteLine, printable } from '../../../src/cli/dead-letters/letter-text.js';
import { type DeadLetter, idOf, nextLetter } from '../../../src/dead-letters/dead-letter.js';
import type { LetterNote } from '../../../src/dead-letters/survey.js';
import { aLetter } from '../../fixtures/letters.js';

const source = { name: 'f', read: async () => {}, mark: async () => {}, close: async () => {} };

function noteOf(letter: DeadLetter): LetterNote {
  const { key: _key, value, headers: _headers, ...rest } = letter;
  return { ...rest, id: idOf(letter), place: 'f line 1', source, valueBytes: value?.length, state: 'open' };
}

test('what a terminal would obey is shown and not sent', () => {
  expect(printable('a\u001b[2Jb\u202ec\u0000\td\ne')).toBe('a\\u001b[2Jb\\u202ec\\u0000\td\ne');
  const note = noteOf(aLetter({ refusal: { time: 0, text: 'bad\n\u001b[31m' } }));
  expect(noteLine(note, 200)).toBe('1970-01-01T00:00:00.000Z  orders/3/1234  bad \\u001b[31m');
});

test('a line is cut to the terminal', () => {
  expect(noteLine(noteOf(aLetter()), 30)).toBe('2023-11-14T22:15:00.000Z  ord…');
});

test.each([
  [Buffer.from('grün'), undefined, 'grün'],
  [Buffer.from([0xff, 0x00]), undefined, '/wA='],
  [Buffer.from([0xff, 0x00]), 'hex', 'ff00'],
  [Buffer.from('a'), 'base64', 'YQ=='],
  [null, undefined, 'null'],
] as const)('bytes %p as %p', (bytes, form, text) => {
  expect(bytesText(bytes, form)).toBe(text);
});

describe('letterText', () => {
  test('has everything that is known', () => {
    const letter = nextLetter(
      aLetter({ headers: [{ key: 'trace', value: null }] }),
      { status: 400, code: 12, text: 'Event field is required' },
      1_700_000_200_000,
    );
    expect(letterText(letter, noteOf(letter), undefined)).toBe(`orders/3/1234
  stands in   f line 1
  record of   2023-11-14T22:13:20.000Z
  refused     2023-11-14T22:16:40.000Z: 400 Event field is required (code 12), attempt 2
  before      2023-11-14T22:15:00.000Z: 400 Invalid data format (code 6)
  key         k
  header      trace: null
  value       6 bytes

poison
`);
  });
});
