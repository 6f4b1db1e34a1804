import { jsonObject } from './json-object.js';

/** A HEC answer, read from a response body. */
export interface HecReply {
  readonly code: number;
  /** Its first 200 letters: it goes into causes, logs and dead letters, and may be anybody's. */
  readonly text: string;
  /** `invalid-event-number`, as Splunk wrote it: what it counts from depends on the code. */
  readonly invalidEventNumber?: number;
  /** Present when the token has indexer acknowledgement. */
  readonly ackId?: number;
}

const MAX_TEXT = 200;

/**
 * Reads a response body; undefined where it is no HEC answer (HTML of a proxy, an empty body, half a body).
 * Never throws.
 */
export function parseHecReply(body: string): HecReply | undefined {
  const members = jsonObject(body);
  if (members === undefined) return undefined;
  const { code, text, ackId } = members;
  if (!isCount(code)) return undefined;
  const number = members['invalid-event-number'];
  return {
    code,
    text: typeof text === 'string' ? text.slice(0, MAX_TEXT) : '',
    ...(isCount(number) ? { invalidEventNumber: number } : {}),
    ...(isCount(ackId) ? { ackId } : {}),
  };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
