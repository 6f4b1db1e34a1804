import type { Refusal } from './dead-letter.js';
import { knownTime } from './known-time.js';

// Readers of the fields that dead letters have in files and headers. Each throws a TypeError where the field is none.

/** A text. */
export function readText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a text');
  return value;
}

/** A whole number, 0 or more. */
export function readNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new TypeError('not a whole number');
  }
  return value;
}

/** The time of a record as a dead letter carries it; `null` for none. */
export function readTimestamp(value: unknown): number | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'number') throw new TypeError('not a time');
  return knownTime(value);
}

/** Bytes in base64; `null` stays `null`. */
export function readBase64(value: unknown): Buffer | null {
  return value === null ? null : Buffer.from(readText(value), 'base64');
}

/** Milliseconds since the epoch of an ISO time. */
export function readTime(value: unknown): number {
  const time = Date.parse(readText(value));
  if (Number.isNaN(time)) throw new TypeError('not a time');
  return time;
}

/** `{ time, reason: { code, status, text } }`. */
export function readRefusal(value: unknown): Refusal {
  const { time, reason } = value as { time: unknown; reason: Record<string, unknown> };
  const { code, status, text } = reason;
  return {
    time: readTime(time),
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    text: readText(text),
  };
}

/** A list of refusals, oldest first. */
export function readEarlier(value: unknown): readonly Refusal[] {
  if (!Array.isArray(value)) throw new TypeError('not a list');
  return value.map(readRefusal);
}
