import type { DeadLetter, Refusal } from './dead-letter.js';
import {
  readBase64,
  readEarlier,
  readNumber,
  readRefusal,
  readText,
  readTimestamp,
} from './letter-fields.js';

const base64 = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null;

const reason = ({ code, status, text }: Refusal) => ({ code: code ?? null, status: status ?? null, text });

const iso = (time: number): string => new Date(time).toISOString();

/**
 * One dead letter as a line of JSON: where the record came from, why it was refused and when, and the record itself.
 * Key, value and header values are base64, since they may be any bytes; `null` stays `null`.
 */
export function letterLine(letter: DeadLetter): string {
  const { refusal, earlier } = letter;
  return `${JSON.stringify({
    time: iso(refusal.time),
    topic: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    timestamp: letter.timestamp ?? null,
    attempts: letter.attempts,
    reason: reason(refusal),
    ...(earlier.length === 0
      ? {}
      : { earlier: earlier.map((each) => ({ time: iso(each.time), reason: reason(each) })) }),
    key: base64(letter.key),
    value: base64(letter.value),
    headers: letter.headers.map(({ key, value }) => ({ key, value: base64(value) })),
  })}\n`;
}

/** Reads such a line, also one of before there were replays; undefined where it is none. */
export function readLetterLine(line: string): DeadLetter | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return readLetter(value as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

/** @throws a `TypeError` where a field is none */
function readLetter(line: Record<string, unknown>): DeadLetter {
  const headers = Array.isArray(line.headers) ? (line.headers as Record<string, unknown>[]) : [];
  return {
    topic: readText(line.topic),
    partition: readNumber(line.partition),
    offset: readNumber(line.offset),
    timestamp: readTimestamp(line.timestamp),
    attempts: line.attempts === undefined ? 1 : readNumber(line.attempts),
    refusal: readRefusal(line),
    earlier: line.earlier === undefined ? [] : readEarlier(line.earlier),
    key: readBase64(line.key),
    value: readBase64(line.value),
    headers: headers.map(({ key, value }) => ({ key: readText(key), value: readBase64(value) })),
  };
}
