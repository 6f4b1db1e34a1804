import * as route from '../keys/route-keys.js';
import type { ProblemList } from '../problems/problem-list.js';
import { consumedTopics, isConsumed } from './consumed-topics.js';
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
      if (consumed !== undefined && !isConsumed(value, consumed)) {
        const nearest = nearestName(value, new Set(consumed.names));
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
