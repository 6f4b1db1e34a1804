import type { Config } from '@kafka-splunk/config';
import { idOf } from '../../dead-letters/dead-letter.js';
import { letterLine } from '../../dead-letters/letter-line.js';
import { openSources } from '../../dead-letters/open-sources.js';
import { survey } from '../../dead-letters/survey.js';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { type ByteForm, letterText } from './letter-text.js';

/** What is shown, and how. */
export interface ShowSettings {
  /** `orders/3/1234`, or a whole id. */
  readonly name: string;
  readonly files: readonly string[];
  readonly form: ByteForm | undefined;
  readonly json: boolean;
}

/** Prints the dead letters of one record in full. */
export async function show(config: Config, settings: ShowSettings, terminal: Terminal): Promise<ExitCode> {
  const { name, files, form, json } = settings;
  const sources = await openSources(config, files, (message) => void terminal.complain(`${message}\n`));
  try {
    const { notes } = await survey(sources, { names: [name] });
    const byId = new Map(notes.map((note) => [note.id, note]));
    const texts: string[] = [];
    for (const source of sources) {
      await source.read((item) => {
        const note = item.kind === 'letter' ? byId.get(idOf(item.letter)) : undefined;
        if (note === undefined || item.kind !== 'letter') return;
        byId.delete(note.id);
        texts.push(json ? letterLine(item.letter) : letterText(item.letter, note, form));
      });
    }
    if (texts.length === 0) {
      await terminal.complain(`there is no dead letter ${name}; dead-letters list --all names them\n`);
      return exitCodes.failure;
    }
    await terminal.answer(texts.join(json ? '' : '\n'));
    return exitCodes.done;
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}
