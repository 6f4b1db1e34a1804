import type { Metadata } from './metadata.js';
import { topLevelValue } from './top-level-value.js';

/** An envelope of the event endpoint, after all rules. */
export interface Envelope extends Metadata {
  readonly event: unknown;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What HEC makes of one envelope. */
export type EnvelopeVerdict =
  | { readonly kind: 'taken'; readonly envelope: Envelope }
  /** `fields` without `event`: answered as if it were fine, and dropped. */
  | { readonly kind: 'skipped' }
  /** A key HEC does not know: reading stops here, and the answer is 200 all the same. The silent loss trap. */
  | { readonly kind: 'unknown-key'; readonly key: string }
  | { readonly kind: 'refused'; readonly code: 6 | 12 | 13 | 15 };

const known = new Set(['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields']);
const decimal = /^\s*-?\d+(\.\d*)?\s*$/;

/** Applies the rules of the event endpoint, as measured on Splunk 10.4, to the text of one envelope. */
export function judgeEnvelope(text: string): EnvelopeVerdict {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(6);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused(6);
  const envelope = value as Record<string, unknown>;
  for (const key in envelope) {
    if (!known.has(key)) return { kind: 'unknown-key', key };
  }
  for (const key of ['host', 'source', 'sourcetype', 'index']) {
    const held = envelope[key];
    if (held !== undefined && held !== null && typeof held !== 'string') return refused(6);
  }
  if (!isTime(envelope.time, text) || !isFields(envelope.fields)) return refused(15);
  if (envelope.event === undefined) return envelope.fields === undefined ? refused(12) : { kind: 'skipped' };
  if (isBlank(envelope.event)) return refused(13);
  return { kind: 'taken', envelope: envelope as unknown as Envelope };
}

function refused(code: 6 | 12 | 13 | 15): EnvelopeVerdict {
  return { kind: 'refused', code };
}

function isBlank(event: unknown): boolean {
  if (typeof event === 'string') return event.trim() === '';
  if (event === null) return true;
  if (typeof event !== 'object') return false;
  return Array.isArray(event) ? event.length === 0 : Object.keys(event).length === 0;
}

/** `1.7e9` is refused although JSON has it, so the number's own text is looked at, not its value. */
function isTime(time: unknown, text: string): boolean {
  if (time === undefined || time === null) return true;
  if (typeof time === 'string') return decimal.test(time);
  if (typeof time !== 'number') return false;
  // An e can only be there where the text has one behind a digit; that costs a look at few envelopes.
  return !/\d[eE][+-]?\d/.test(text) || decimal.test(topLevelValue(text, 'time') ?? '');
}

function isFields(fields: unknown): boolean {
  if (fields === undefined) return true;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return false;
  return Object.values(fields).every((value) => (Array.isArray(value) ? value.every(isFlat) : isFlat(value)));
}

function isFlat(value: unknown): boolean {
  return typeof value !== 'object';
}
