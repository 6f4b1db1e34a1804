import type { RecordHeader } from '@kafka-splunk/kafka-balanced-consumer';
import type { DeadLetter, Refusal } from './dead-letter.js';
import { readEarlier, readNumber, readText, readTime, readTimestamp } from './letter-fields.js';

/** What the headers of ours begin with. */
const PREFIX = 'kafka-splunk.';

/** The first of ours: what stands before its last occurrence are the record's own headers. */
const FIRST = 'topic';

/** A record as it stands in a dead-letter topic. */
export interface TopicRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/**
 * One dead letter as a record: key, value and headers as they came, and behind the headers ours. They are texts; those
 * that have nothing to say are left out.
 */
export function topicRecord(letter: DeadLetter): TopicRecord {
  const { refusal, earlier, timestamp } = letter;
  const ours: Record<string, string | number | undefined> = {
    [FIRST]: letter.topic,
    partition: letter.partition,
    offset: letter.offset,
    timestamp,
    code: refusal.code,
    status: refusal.status,
    text: refusal.text,
    time: new Date(refusal.time).toISOString(),
    attempts: letter.attempts,
    earlier: earlier.length === 0 ? undefined : JSON.stringify(earlier.map(earlierRefusal)),
  };
  const written = Object.entries(ours).flatMap(([name, value]) =>
    value === undefined ? [] : [{ key: PREFIX + name, value: Buffer.from(String(value)) }],
  );
  return { key: letter.key, value: letter.value, headers: [...letter.headers, ...written] };
}

function earlierRefusal({ time, code, status, text }: Refusal) {
  return {
    time: new Date(time).toISOString(),
    reason: { code: code ?? null, status: status ?? null, text },
  };
}

/** Reads such a record; undefined where it is none: somebody else may write into the topic too. */
export function readTopicRecord({ key, value, headers }: TopicRecord): DeadLetter | undefined {
  const start = headers.findLastIndex((header) => header.key === PREFIX + FIRST);
  if (start < 0) return undefined;
  const ours = new Map(
    headers.slice(start).map((header) => [header.key.slice(PREFIX.length), header.value?.toString()]),
  );
  const number = (name: string): number => readNumber(Number(readText(ours.get(name))));
  const perhaps = (name: string): number | undefined => (ours.has(name) ? number(name) : undefined);
  try {
    const [code, status] = [perhaps('code'), perhaps('status')];
    return {
      topic: readText(ours.get(FIRST)),
      partition: number('partition'),
      offset: number('offset'),
      timestamp: ours.has('timestamp') ? readTimestamp(Number(readText(ours.get('timestamp')))) : undefined,
      attempts: number('attempts'),
      refusal: {
        time: readTime(ours.get('time')),
        ...(code === undefined ? {} : { code }),
        ...(status === undefined ? {} : { status }),
        text: readText(ours.get('text')),
      },
      earlier: ours.has('earlier') ? readEarlier(JSON.parse(readText(ours.get('earlier')))) : [],
      key,
      value,
      headers: headers.slice(0, start),
    };
  } catch {
    return undefined;
  }
}
