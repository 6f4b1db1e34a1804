import type { WriteStream } from 'node:tty';
import { type ProgressState, progressBar, progressText } from './progress-line.js';

const clearLine = '\r\u001b[K';
const plainEveryMs = 2000;

/** Shows what happens: a bar that redraws itself on a terminal, plain lines elsewhere. */
export class ProgressView {
  readonly #out: WriteStream;
  readonly #colour: boolean;
  #drawn = false;
  #lastPlainAt = 0;

  /** Colour only on a terminal that can, and not where NO_COLOR asks for none. */
  constructor(out: WriteStream, env: NodeJS.ProcessEnv) {
    this.#out = out;
    this.#colour = out.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  }

  /** A line that stays. */
  say(text: string): void {
    this.end();
    this.#out.write(`${text}\n`);
  }

  /** Shows where it stands; `now` in milliseconds. */
  show(state: ProgressState, now: number): void {
    if (this.#out.isTTY === true) {
      this.#out.write(clearLine + progressBar(state, this.#out.columns ?? 80, this.#colour));
      this.#drawn = true;
    } else if (now - this.#lastPlainAt >= plainEveryMs) {
      this.#lastPlainAt = now;
      this.#out.write(`${progressText(state)}\n`);
    }
  }

  /** Leaves the bar as it is and goes on below it. */
  end(): void {
    if (this.#drawn) this.#out.write('\n');
    this.#drawn = false;
  }
}
