/**
 * How something is, from good to bad. The page shows it by a shape, a colour and a word, never by the colour alone.
 * `quiet` is neither good nor bad: at its end, stopped on purpose, not there yet.
 */
export type Level = 'ok' | 'quiet' | 'warning' | 'critical';

const order: Readonly<Record<Level, number>> = { critical: 0, warning: 1, ok: 2, quiet: 3 };

/** Sorts the worst first. */
export function byLevel(one: Level, other: Level): number {
  return order[one] - order[other];
}
