import type { RecordBatch, RecordHeader } from '@kafka-splunk/kafka-balanced-consumer';
import { knownTime } from './known-time.js';

/** Why Splunk will not take an event. */
export interface Rejection {
  /** HEC code, where the answer had one. */
  readonly code?: number;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Splunk's words, or ours where the event was refused before it was sent. */
  readonly text: string;
}

/** A rejection and when it was. */
export interface Refusal extends Rejection {
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** A record that Splunk will not take, with its place, the reason, and itself. */
export interface DeadLetter {
  /** Where the record came from. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** The record's own, in milliseconds since the epoch; undefined where it has none. */
  readonly timestamp: number | undefined;
  /** How often it was tried: 1, and one more for each replay that was refused. */
  readonly attempts: number;
  /** The last refusal. */
  readonly refusal: Refusal;
  /** The ones before, oldest first; of very many the last {@link MOST_EARLIER}. */
  readonly earlier: readonly Refusal[];
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** Earlier refusals that a dead letter carries. */
export const MOST_EARLIER = 20;

/** The dead letter of a record that was refused for the first time. Key, value and headers are views, as the batch gives them. */
export function firstLetter(
  records: RecordBatch,
  index: number,
  rejection: Rejection,
  time: number,
): DeadLetter {
  return {
    topic: records.topic,
    partition: records.partition,
    offset: records.offset(index),
    timestamp: knownTime(records.timestamp(index)),
    attempts: 1,
    refusal: { ...rejection, time },
    earlier: [],
    key: records.key(index),
    value: records.value(index),
    headers: records.headers(index),
  };
}

/** The dead letter of one that was sent again and refused again. */
export function nextLetter(letter: DeadLetter, rejection: Rejection, time: number): DeadLetter {
  return {
    ...letter,
    attempts: letter.attempts + 1,
    refusal: { ...rejection, time },
    earlier: [...letter.earlier, letter.refusal].slice(-MOST_EARLIER),
  };
}

/** The same with bytes of its own, where those it has are views that do not last. */
export function keptLetter(letter: DeadLetter): DeadLetter {
  return {
    ...letter,
    key: copyOf(letter.key),
    value: copyOf(letter.value),
    headers: letter.headers.map(({ key, value }) => ({ key, value: copyOf(value) })),
  };
}

/** `orders/3/1234`: the record behind a dead letter. */
export function originOf({
  topic,
  partition,
  offset,
}: Pick<DeadLetter, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`;
}

/** `orders/3/1234@2026-01-31T08:00:00.000Z`: one dead letter, wherever it is stored. */
export function idOf(letter: Omit<DeadLetter, 'key' | 'value' | 'headers'>): string {
  return `${originOf(letter)}@${new Date(letter.refusal.time).toISOString()}`;
}

/** Bytes of key, value and headers. */
export function sizeOf({ key, value, headers }: DeadLetter): number {
  const inHeaders = headers.reduce((sum, each) => sum + each.key.length + (each.value?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + inHeaders;
}

function copyOf(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
