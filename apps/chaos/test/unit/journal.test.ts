import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { JournalWriter, readJournal } from '../../src/receiver/journal.js';
import { eventText, readEvent } from '../../src/traffic/event-text.js';

const folder = mkdtempSync(join(tmpdir(), 'chaos-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a journal is read as it was written; an entry that is cut off counts for nothing', () => {
  const path = join(folder, 'a.journal');
  const journal = new JournalWriter(path);
  journal.add(5, 1_700_000_000_001);
  journal.add(undefined, 1_700_000_000_002);
  journal.add(6, 1_700_000_000_003);
  journal.close();
  appendFileSync(path, Buffer.alloc(15));
  expect(readJournal(path)).toEqual({
    arrivals: [
      { number: 5, at: 1_700_000_000_001 },
      { number: 6, at: 1_700_000_000_003 },
    ],
    foreign: 1,
  });
});

test.each(['plain', 'poison', 'oversized'] as const)('a %s event is read back', (flavour) => {
  expect(readEvent(Buffer.from(eventText(123, flavour)))).toEqual({ number: 123, flavour });
});

test('what is no event of ours is none', () => {
  expect(readEvent(Buffer.from('something else'))).toBeUndefined();
  expect(readEvent(Buffer.alloc(0))).toBeUndefined();
});
