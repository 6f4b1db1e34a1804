import * as kafka from '../keys/kafka-keys.js';
import { isFromEnvironment } from './shown-text.js';
import type { Values } from './values.js';

/** The topics that are read: by name, by pattern, and what is left out of both. */
export interface ConsumedTopics {
  readonly names: readonly string[];
  /** Those of them that a message may show: they stand in the file, and not in the environment. */
  readonly shown: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly excluded: readonly (string | RegExp)[];
}

/** Undefined where the topics themselves are missing or wrong: then nothing can be said about routes. */
export function consumedTopics(values: Values): ConsumedTopics | undefined {
  const one = values.given(kafka.topic);
  const entries = values.list(kafka.topics);
  if (one === undefined && entries.length === 0) return undefined;
  const wanted = entries.filter((entry) => !entry.excluded).map((entry) => entry.topic);
  const names = [
    ...(one === undefined ? [] : [one.value]),
    ...wanted.filter((each) => typeof each === 'string'),
  ];
  const given = [one, ...(values.givenList(kafka.topics)?.value ?? [])];
  const hidden = new Set(
    given.map((each) => (isFromEnvironment(each?.written) ? each.written.text : undefined)),
  );
  return {
    names,
    shown: names.filter((name) => !hidden.has(name)),
    patterns: wanted.filter((each) => typeof each !== 'string'),
    excluded: entries.filter((entry) => entry.excluded).map((entry) => entry.topic),
  };
}

/** Whether records of this topic can ever come. */
export function isConsumed(topic: string, consumed: ConsumedTopics): boolean {
  const { names, patterns } = consumed;
  return (names.includes(topic) || patterns.some(hitting(topic))) && !isExcluded(topic, consumed);
}

/** Whether a topic is left out, by name or by pattern. */
export function isExcluded(topic: string, { excluded }: ConsumedTopics): boolean {
  return excluded.some(hitting(topic));
}

const hitting =
  (topic: string) =>
  (each: string | RegExp): boolean =>
    typeof each === 'string' ? each === topic : each.test(topic);
