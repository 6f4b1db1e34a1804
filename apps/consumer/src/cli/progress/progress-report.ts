import type { Terminal } from '../terminal.js';
import { type Progress, progressLine } from './progress-line.js';

const REDRAW_MS = 200;
const LINE_MS = 10_000;

/** Tells progress on stderr while something takes its time: one line that is redrawn on a terminal, else a line now and then. */
export class ProgressReport {
  readonly #terminal: Terminal;
  readonly #view: (seconds: number) => Progress;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;

  /** @param view - where it stands, so many seconds after the start */
  constructor(terminal: Terminal, view: (seconds: number) => Progress) {
    this.#terminal = terminal;
    this.#view = view;
    this.#timer = setInterval(() => void this.#tell(), terminal.progress ? REDRAW_MS : LINE_MS);
  }

  /** Says something beside it. */
  async say(text: string): Promise<void> {
    await this.#terminal.complain(`${this.#terminal.progress ? '\r\u001b[K' : ''}${text}\n`);
  }

  /** Tells where it stands for the last time. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#tell();
    if (this.#terminal.progress) await this.#terminal.complain('\n');
  }

  async #tell(): Promise<void> {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const line = progressLine(this.#view(Math.max(seconds, 0.001)));
    if (!this.#terminal.progress) return await this.#terminal.complain(`${line}\n`);
    await this.#terminal.complain(`\r\u001b[K${line.slice(0, this.#terminal.columns - 1)}`);
  }
}
