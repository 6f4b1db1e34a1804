import type { Config } from '@kafka-splunk/config';
import type { LetterFilter } from '../../dead-letters/letter-filter.js';
import { openSources } from '../../dead-letters/open-sources.js';
import { survey } from '../../dead-letters/survey.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { noteJson, noteLine } from './letter-text.js';

/** How they are listed. */
export interface ListSettings {
  readonly files: readonly string[];
  readonly filter: LetterFilter;
  /** Those that were replayed, too. */
  readonly all: boolean;
  readonly json: boolean;
}

/** Prints one line for each dead letter, oldest first, and on stderr how many there are. */
export async function list(config: Config, settings: ListSettings, terminal: Terminal): Promise<ExitCode> {
  const { files, filter, all, json } = settings;
  const sources = await openSources(config, files, (message) => void terminal.complain(`${message}\n`));
  try {
    const { notes, foreign } = await survey(sources, filter);
    const open = notes.filter(({ state }) => state === 'open');
    const columns = terminal.interactive ? terminal.columns : Number.POSITIVE_INFINITY;
    for (const note of all ? notes : open) {
      await terminal.answer(`${json ? JSON.stringify(noteJson(note)) : noteLine(note, columns)}\n`);
    }
    const places = sources.map(({ name }) => name).join(', ') || 'no place: there is no file and no topic';
    const strange =
      foreign === 0 ? '' : `; ${foreign} lines or records there are no dead letters and are passed over`;
    await terminal.complain(
      `${open.length} open, ${notes.length - open.length} replayed or older, in ${places}${strange}\n`,
    );
    return exitCodes.done;
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}
