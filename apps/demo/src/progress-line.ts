/** How far the demo is. */
export interface ProgressState {
  readonly target: number;
  readonly produced: number;
  /** Distinct. */
  readonly received: number;
  /** Distinct events a second, of late. */
  readonly rate: number;
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The words of a progress line. */
export function progressText({ produced, received, rate }: ProgressState): string {
  const lag = Math.max(produced - received, 0);
  return `produced ${grouped(produced)}  received ${grouped(received)}  lag ${grouped(lag)}  ${grouped(rate)}/s`;
}

/** A bar with the words behind it, no wider than the terminal. */
export function progressBar(state: ProgressState, columns: number, colour: boolean): string {
  const done = Math.min(state.received / state.target, 1);
  const percent = `${Math.floor(done * 100)}%`.padStart(4);
  const text = progressText(state);
  const width = Math.min(columns - text.length - percent.length - 4, 30);
  if (width < 8) return `${percent} ${text}`.slice(0, Math.max(columns - 1, 1));
  const full = Math.floor(done * width);
  const bar = '█'.repeat(full);
  const rest = '░'.repeat(width - full);
  return `${colour ? `\u001b[32m${bar}\u001b[90m${rest}\u001b[0m` : bar + rest}${percent}  ${text}`;
}
