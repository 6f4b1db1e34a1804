import { printable } from './printable.js';
import { isHarmlessKey, isShowable } from './showable.js';

const MASK = '***';
const WIDTH = 100;
/** A key at the start of a line, with what YAML allows before and around it. */
const KEY = /^(\s*(?:- +)*["']?([\w.-]+)["']?\s*:)(?=\s|$)/;

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
  const [, before = '', name] = KEY.exec(line) ?? [];
  if (name !== undefined) {
    return isHarmlessKey(name) && isShowable(line.slice(before.length)) ? undefined : before.length;
  }
  // An item of a list belongs to the last key above. What is neither key nor item is the rest of a longer value.
  const [, item] = /^(\s*-\s+)/.exec(line) ?? [];
  const margin = item?.length ?? /^\s*/.exec(line)?.[0].length ?? 0;
  if (item === undefined || !isShowable(line.slice(margin))) return margin;
  for (let above = index - 1; above >= 0; above -= 1) {
    const owner = KEY.exec(lines[above] ?? '')?.[2];
    if (owner !== undefined) return isHarmlessKey(owner) ? undefined : margin;
  }
  return margin;
}
