import * as kafka from '../keys/kafka-keys.js';
import * as route from '../keys/route-keys.js';
import type { ProblemList } from '../problems/problem-list.js';
import { need } from './cross-checks.js';
import { nearestName } from './nearest-name.js';
import type { Values } from './values.js';

/** Every route has topics, each of them is read, and none stands in two routes. */
export function checkRoutes(values: Values, problems: ProblemList): void {
  const consumed = consumedTopics(values);
  const routed = new Map<string, string>();
  for (const item of values.items('routes[]')) {
    need(item, problems, route.topics);
    for (const { value, place, at } of item.givenList(route.topics)?.value ?? []) {
      const earlier = routed.get(value);
      if (earlier !== undefined) {
        const text = `the topic "${value}" stands in ${earlier} already; a topic goes one way`;
        problems.add({ place, key: at, reason: 'conflict', text, found: value });
      }
      routed.set(value, at);
      if (consumed !== undefined && !consumed.has(value)) {
        const nearest = nearestName(value, consumed);
        const hint = nearest === undefined ? 'add it to kafka.topics' : `did you mean "${nearest}"?`;
        problems.add({
          place,
          key: at,
          reason: 'wrong-value',
          text: `the topic "${value}" is not read; ${hint}`,
          found: value,
          expected: 'a topic of kafka.topics',
          ...(nearest === undefined ? {} : { nearest }),
        });
      }
    }
  }
}

/** Undefined where the topics themselves are wrong: then nothing can be said about routes. */
export function consumedTopics(values: Values): ReadonlySet<string> | undefined {
  const one = values.given(kafka.topic)?.value;
  const topics = values.givenList(kafka.topics) === undefined ? [] : values.list(kafka.topics);
  const all = one === undefined ? topics : [one, ...topics];
  return all.length === 0 ? undefined : new Set(all);
}
