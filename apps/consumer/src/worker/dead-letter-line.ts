import type { RecordBatch } from '@kafka-splunk/kafka-balanced-consumer';

/** Why Splunk will not take an event. */
export interface Rejection {
  /** HEC code, where the answer had one. */
  readonly code?: number;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Splunk's words, or ours where the event was refused before it was sent. */
  readonly text: string;
}

const base64 = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null;

/**
 * One dead letter as a line of JSON: where the record came from, why it was refused and when, and the record itself.
 * Key, value and header values are base64, since they may be any bytes; `null` stays `null`.
 *
 * @param now - milliseconds since the epoch
 */
export function deadLetterLine(
  records: RecordBatch,
  index: number,
  rejection: Rejection,
  now: number,
): string {
  const timestamp = records.timestamp(index);
  return `${JSON.stringify({
    time: new Date(now).toISOString(),
    topic: records.topic,
    partition: records.partition,
    offset: records.offset(index),
    timestamp: timestamp < 0 ? null : timestamp,
    reason: { code: rejection.code ?? null, status: rejection.status ?? null, text: rejection.text },
    key: base64(records.key(index)),
    value: base64(records.value(index)),
    headers: records.headers(index).map(({ key, value }) => ({ key, value: base64(value) })),
  })}\n`;
}
