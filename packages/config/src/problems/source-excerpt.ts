import { keyTable } from '../keys/key-table.js';
import { printable } from './printable.js';

const MASK = '***';
const WIDTH = 100;
/** A key at the start of a line, with what YAML allows before and around it. */
const KEY = /^(\s*(?:- +)*["']?([\w.-]+)["']?\s*:)(?=\s|$)/;
/** Anything that may carry a secret inside a line that otherwise may be shown; `@` stands behind a password in a URL. */
const SUSPICIOUS = /tok|passw|secret|@/i;

/** Names of keys whose values may be shown, and of sections, which have none. */
const harmless = new Set(
  keyTable
    .filter((key) => key.secret === undefined)
    .flatMap((key) => key.path.replaceAll('[]', '').split('.')),
);

/**
 * The line and a caret under the place. Problems are printed and logged, so the line is shown whole only where that
 * is known to be safe: its key is one of ours and not secret. A misspelt `tokn: …` or a broken quote must not bring a
 * token into a log; such lines are shown up to the colon.
 */
export function excerpt(
  lines: readonly string[],
  place: { line: number; column: number },
): string | undefined {
  const line = lines[place.line - 1];
  if (line === undefined || line.trim() === '') return undefined;
  const from = maskFrom(lines, place.line - 1);
  const masked = from !== undefined && line.slice(from).trim() !== '';
  const shown = masked ? `${line.slice(0, from).trimEnd()} ${MASK}` : line;
  const caret = masked ? Math.min(place.column - 1, shown.length - MASK.length) : place.column - 1;

  const start = caret > WIDTH - 20 ? caret - WIDTH / 2 : 0;
  const head = start > 0 ? '…' : '';
  const tail = start + WIDTH < shown.length ? '…' : '';
  const margin = `${place.line}`.padStart(4);
  const view = printable(shown.slice(start, start + WIDTH).trimEnd());
  const indent = ' '.repeat(Math.max(0, caret - start) + head.length);
  return `${margin} | ${head}${view}${tail}\n${' '.repeat(margin.length)} | ${indent}^`;
}

/** The column where showing must end, or undefined where the whole line is harmless. */
function maskFrom(lines: readonly string[], index: number): number | undefined {
  const line = lines[index] ?? '';
  const key = KEY.exec(line);
  if (key !== null) {
    const [, before = '', name = ''] = key;
    const rest = line.slice(before.length);
    return harmless.has(name) && isHarmlessRest(rest) ? undefined : before.length;
  }
  // A list item or the rest of a longer value: it belongs to the last key above.
  const own = /^\s*(?:-\s+)*/.exec(line)?.[0].length ?? 0;
  if (!isHarmlessRest(line.slice(own))) return own;
  for (let above = index - 1; above >= 0; above -= 1) {
    const name = KEY.exec(lines[above] ?? '')?.[2];
    if (name !== undefined) return harmless.has(name) ? undefined : own;
  }
  return own;
}

/** Nothing that looks like a secret, and inside `{ }` only keys that are known to be harmless. */
function isHarmlessRest(rest: string): boolean {
  if (SUSPICIOUS.test(rest)) return false;
  const text = rest.replaceAll(/\$\{\w+\}/g, '');
  if (!/[{}]/.test(text)) return true;
  return [...text.matchAll(/([\w.-]+)["']?\s*:/g)].every(([, name = '']) => harmless.has(name));
}
