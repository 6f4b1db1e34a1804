import { grouped } from '../grouped.js';

/** A count with its noun: `1 partition`, `1,234 records`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A time that something took: `4 ms`. */
export function milliseconds(ms: number): string {
  return `${Math.max(1, Math.round(ms))} ms`;
}

/** A few of many names: `a, b, c and 4 more`. */
export function some(names: readonly (string | number)[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
