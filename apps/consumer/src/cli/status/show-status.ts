import { setTimeout as wait } from 'node:timers/promises';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';
import { fetchReport } from './fetch-report.js';
import { isStatusError } from './status-error.js';
import { statusScreen } from './status-screen.js';

/** What is shown, and how. */
export interface ShowOptions {
  /** Base URL of the admin server. */
  readonly base: string;
  readonly watch: boolean;
  readonly json: boolean;
  /** Every partition. */
  readonly all: boolean;
}

const BEAT_MS = 1000;
const clearScreen = '\u001b[H\u001b[J';

/** Shows the state once, or again and again; with `watch` it ends with the process. */
export async function showStatus(options: ShowOptions, terminal: Terminal): Promise<ExitCode> {
  const { watch, json } = options;
  const redraw = watch && !json && terminal.interactive;
  let answered = false;
  for (;;) {
    try {
      const text = await picture(options, terminal);
      await terminal.answer(redraw ? clearScreen + text : text);
      answered = true;
    } catch (error) {
      if (!isStatusError(error)) throw error;
      const text = `${error.code}: ${error.message}\n`;
      // A program that is restarted is away for a while, and whoever watches wants to see it come back.
      if (redraw && answered) await terminal.answer(`${clearScreen}${text}`);
      else await terminal.complain(text);
      if (!watch || !answered) return exitCodes.failure;
    }
    if (!watch) return exitCodes.done;
    await wait(BEAT_MS);
  }
}

async function picture({ base, json, watch, all }: ShowOptions, terminal: Terminal): Promise<string> {
  const report = await fetchReport(base);
  if (json) return `${JSON.stringify(report, undefined, watch ? 0 : 2)}\n`;
  return statusScreen(report, { colour: terminal.colour, columns: terminal.columns, all });
}
