import { anyCase } from '../schema/value-schema.js';
import { type Kind, kindOf, type Reading } from './kind.js';

/** Bounds, both allowed themselves. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/**
 * A whole number in plain decimals; `1_000` is a thousand, as in YAML 1.1. What YAML 1.1 would read otherwise than it
 * looks is refused with the reason: `010` is eight there, and `12:30` is 750.
 */
export function wholeNumber(bounds: Bounds): Kind<number> {
  return numberKind(`a whole number from ${bounds.min} to ${bounds.max}`, bounds, /^[-+]?\d[\d_]*$/, 'whole');
}

/** A number in plain decimals, `1.5` or `60`. */
export function decimalNumber(bounds: Bounds, unit?: string): Kind<number> {
  const counted = unit === undefined ? 'a number' : `a number of ${unit}`;
  return numberKind(
    `${counted} from ${bounds.min} to ${bounds.max}`,
    bounds,
    /^[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?$/,
    'decimal',
  );
}

/** A word, or what another kind takes. */
export function wordOr<W extends string, T>(word: W, kind: Kind<T>): Kind<W | T> {
  const expected = `${word} or ${kind.expected}`;
  const { text: pattern, words = [], ...schema } = kind.schema ?? {};
  const either = pattern === undefined ? {} : { text: `${anyCase(word)}|${pattern}` };
  return {
    expected,
    ...(kind.schema === undefined ? {} : { schema: { ...schema, words: [word, ...words], ...either } }),
    read: (text) => {
      if (text.toLowerCase() === word) return { value: word };
      const reading = kind.read(text);
      return 'value' in reading ? reading : { expected };
    },
  };
}

function numberKind(
  expected: string,
  bounds: Bounds,
  pattern: RegExp,
  digits: 'whole' | 'decimal',
): Kind<number> {
  const plain = kindOf(expected, (text) => {
    const value = Number(text.replaceAll('_', ''));
    return pattern.test(text) && value >= bounds.min && value <= bounds.max ? value : undefined;
  });
  return {
    expected,
    schema: { number: { ...bounds, digits }, text: pattern.source },
    read: (text) => misleading(text, expected) ?? plain.read(text),
  };
}

function misleading(text: string, expected: string): Reading<number> | undefined {
  if (/^[-+]?0[\d_]+$/.test(text))
    return { expected: `${expected}, without a leading 0 (YAML reads it as octal)` };
  if (/^[-+]?0[xob]/i.test(text)) return { expected: `${expected}, in decimals` };
  if (/^[-+]?\d+(:[0-5]?\d)+$/.test(text))
    return { expected: `${expected}, without a colon (YAML reads base 60)` };
  return undefined;
}
