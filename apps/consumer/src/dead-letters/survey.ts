import { type DeadLetter, idOf } from './dead-letter.js';
import { isMeant, type LetterFilter } from './letter-filter.js';
import type { LetterSource } from './letter-source.js';

/** A dead letter without its record. */
export interface LetterNote extends Omit<DeadLetter, 'key' | 'value' | 'headers'> {
  readonly id: string;
  readonly place: string;
  readonly source: LetterSource;
  /** Bytes of the value; undefined for a null one. */
  readonly valueBytes: number | undefined;
  /**
   * `open`: Splunk has not got it. `replayed`: it was sent again, and taken, or refused again and set aside anew.
   * `older`: the same record stands in a younger dead letter that is open.
   */
  readonly state: 'open' | 'replayed' | 'older';
}

/** What stands in some places. */
export interface Survey {
  /** The dead letters that are meant, in the order in which they were set aside. */
  readonly notes: readonly LetterNote[];
  /** Torn lines, and records of somebody else. */
  readonly foreign: number;
}

/** Reads all of them once. Whether one was replayed may stand anywhere behind it, so nothing is known before the end. */
export async function survey(sources: readonly LetterSource[], filter: LetterFilter): Promise<Survey> {
  const found = new Map<string, LetterNote>();
  const replayed = new Set<string>();
  let foreign = 0;
  for (const source of sources) {
    await source.read((item) => {
      if (item.kind === 'foreign') foreign++;
      else if (item.kind === 'mark') for (const id of item.ids) replayed.add(id);
      else found.set(idOf(item.letter), noteOf(item.letter, item.place, source));
    });
  }
  const notes = [...found.values()].sort((a, b) => a.refusal.time - b.refusal.time);
  const youngest = new Map<string, LetterNote>();
  for (const note of notes) if (!replayed.has(note.id)) youngest.set(recordOf(note), note);
  const told = notes.map((note): LetterNote => {
    if (replayed.has(note.id)) return { ...note, state: 'replayed' };
    return youngest.get(recordOf(note)) === note ? note : { ...note, state: 'older' };
  });
  return { notes: told.filter((note) => isMeant(note, filter)), foreign };
}

/** Dead letters of the same record: read twice by the group, it was refused twice. A topic that was made anew has other times. */
export function recordOf(note: Pick<LetterNote, 'topic' | 'partition' | 'offset' | 'timestamp'>): string {
  return `${note.topic}/${note.partition}/${note.offset}/${note.timestamp ?? ''}`;
}

function noteOf(letter: DeadLetter, place: string, source: LetterSource): LetterNote {
  const { key: _key, value, headers: _headers, ...rest } = letter;
  return { ...rest, id: idOf(letter), place, source, valueBytes: value?.length, state: 'open' };
}
