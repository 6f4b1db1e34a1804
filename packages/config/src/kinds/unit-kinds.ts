import type { ValueSchema } from '../schema/value-schema.js';
import { type Kind, kindOf } from './kind.js';
import type { Bounds } from './number-kinds.js';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/**
 * A length of time with its unit, read to milliseconds: `500ms`, `2s`, `1m`, `1h`.
 *
 * @param bounds - in milliseconds
 */
export function duration(bounds: Bounds): Kind<number> {
  const range = `${showUnit(bounds.min, MILLISECONDS)} to ${showUnit(bounds.max, MILLISECONDS)}`;
  return kindOf(
    `a time with its unit (ms, s, m, h), ${range}`,
    (text) => readUnit(text, MILLISECONDS, bounds),
    unitSchema(MILLISECONDS),
  );
}

/**
 * A size with its unit, read to bytes: `512KiB`, `4MiB` (of 1024), `1GB` (of 1000).
 *
 * @param bounds - in bytes
 */
export function size(bounds: Bounds): Kind<number> {
  const range = `${showUnit(bounds.min, BYTES)} to ${showUnit(bounds.max, BYTES)}`;
  return kindOf(
    `a size with its unit (KiB, MiB, GiB; KB, MB, GB), ${range}`,
    (text) => readUnit(text, BYTES, bounds),
    unitSchema(BYTES),
  );
}

/** The form only: an editor does not multiply. */
function unitSchema(units: Readonly<Record<string, number>>): ValueSchema {
  return { onlyText: true, text: `^\\d+(\\.\\d+)? ?(${Object.keys(units).join('|')})$` };
}

function readUnit(text: string, units: Readonly<Record<string, number>>, bounds: Bounds): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(text);
  const [, digits = '', unit = ''] = match ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (factor === undefined) return undefined;
  const value = Math.round(Number(digits) * factor);
  return value >= bounds.min && value <= bounds.max ? value : undefined;
}

/** The largest unit that leaves a whole number; of two alike the later one in the table. */
function showUnit(value: number, units: Readonly<Record<string, number>>): string {
  let best: [string, number] = ['', 1];
  for (const [unit, factor] of Object.entries(units)) {
    if (value % factor === 0 && factor >= best[1]) best = [unit, factor];
  }
  return `${value / best[1]}${best[0]}`;
}
