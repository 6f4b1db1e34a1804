import { writeFile } from 'node:fs/promises';
import { starterFile } from '@kafka-splunk/config';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** What `init` was told. */
export interface StarterChoice {
  /** Path of the new file; `-` for stdout. */
  readonly file: string;
  readonly all: boolean;
  /** Whether a file that exists is overwritten. */
  readonly force: boolean;
}

/** Readable for its owner alone: a token may be written into it later. */
const MODE = 0o600;

/** Writes a commented config file; answers what the program ends with. */
export async function writeStarter(choice: StarterChoice, terminal: Terminal): Promise<ExitCode> {
  const { file, all, force } = choice;
  const text = starterFile({ all });
  if (file === '-') {
    await terminal.answer(text);
    return exitCodes.done;
  }
  try {
    // `wx` leaves it to the system that nothing is overwritten, also not what appears at this very moment.
    await writeFile(file, text.replaceAll('FILE', file), { flag: force ? 'w' : 'wx', mode: MODE });
  } catch (error) {
    await terminal.complain(`${file} was not written: ${reasonOf(error)}\n`);
    return exitCodes.usage;
  }
  await terminal.complain(
    `wrote ${file}; fill in host, token, brokers and topics, then: kafka-splunk-consumer check -c ${file}\n`,
  );
  return exitCodes.done;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EEXIST') return 'it exists already; choose another name, or say --force to overwrite it';
  if (code === 'ENOENT') return 'its folder does not exist';
  return code === 'EACCES' ? 'this user may not write there' : (message ?? String(error));
}
