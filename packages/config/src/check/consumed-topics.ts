import * as kafka from '../keys/kafka-keys.js';
import type { Values } from './values.js';

/** The topics that are read: by name, by pattern, and what is left out of both. */
export interface ConsumedTopics {
  readonly names: readonly string[];
  readonly patterns: readonly RegExp[];
  readonly excluded: readonly (string | RegExp)[];
}

/** Undefined where the topics themselves are missing or wrong: then nothing can be said about routes. */
export function consumedTopics(values: Values): ConsumedTopics | undefined {
  const one = values.given(kafka.topic)?.value;
  const entries = values.givenList(kafka.topics) === undefined ? [] : values.list(kafka.topics);
  if (one === undefined && entries.length === 0) return undefined;
  const wanted = entries.filter((entry) => !entry.excluded).map((entry) => entry.topic);
  return {
    names: [...(one === undefined ? [] : [one]), ...wanted.filter((each) => typeof each === 'string')],
    patterns: wanted.filter((each) => typeof each !== 'string'),
    excluded: entries.filter((entry) => entry.excluded).map((entry) => entry.topic),
  };
}

/** Whether records of this topic can ever come. */
export function isConsumed(topic: string, { names, patterns, excluded }: ConsumedTopics): boolean {
  const hit = (each: string | RegExp) => (typeof each === 'string' ? each === topic : each.test(topic));
  return (names.includes(topic) || patterns.some(hit)) && !excluded.some(hit);
}
