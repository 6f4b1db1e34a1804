import * as route from '../keys/route-keys.js';
import type { RouteTopic } from '../kinds/topic-entry.js';
import type { ProblemList } from '../problems/problem-list.js';
import { type ConsumedTopics, consumedTopics, isConsumed, isExcluded } from './consumed-topics.js';
import { need } from './cross-checks.js';
import { nearestName } from './nearest-name.js';
import { shownText } from './shown-text.js';
import type { Given, Values } from './values.js';

/** An entry of an earlier route. */
type Earlier = Given<RouteTopic>;

/** What routes can reach: there may be thousands of topics and of entries, so each pair of them is looked at once. */
interface Reach {
  readonly consumed: ConsumedTopics;
  /** Topics that are read by name. */
  readonly names: readonly string[];
  /** Those of them that an earlier entry takes. */
  readonly taken: Set<string>;
}

const NAMED = 5;

/** Every route has topics, and each of its entries can be reached: it is read, and no earlier route takes it away. */
export function checkRoutes(values: Values, problems: ProblemList): void {
  const reach = reachOf(consumedTopics(values));
  const earlier: Earlier[] = [];
  for (const item of values.items('routes[]')) {
    need(item, problems, route.topics);
    for (const entry of item.givenList(route.topics)?.value ?? []) {
      const hidden = hiddenBy(entry.value, earlier);
      if (hidden !== undefined) addHidden(entry, hidden, problems);
      else if (reach !== undefined) checkReached(entry, reach, problems);
      earlier.push(entry);
    }
  }
}

function reachOf(consumed: ConsumedTopics | undefined): Reach | undefined {
  if (consumed === undefined) return undefined;
  const names = [...new Set(consumed.names)].filter((name) => !isExcluded(name, consumed));
  return { consumed, names, taken: new Set() };
}

function hits({ topic }: RouteTopic, name: string): boolean {
  return typeof topic === 'string' ? topic === name : topic.test(name);
}

/** The earlier entry that takes everything this one could take, as far as that can be known of patterns. */
function hiddenBy({ topic, written }: RouteTopic, earlier: readonly Earlier[]): Earlier | undefined {
  return earlier.find(({ value }) =>
    typeof topic === 'string' ? hits(value, topic) : value.written === written,
  );
}

function addHidden(entry: Given<RouteTopic>, by: Earlier, problems: ProblemList): void {
  const { value, place, at } = entry;
  const found = shownText(entry, value.written);
  const text =
    by.value.written === value.written
      ? `"${found}" stands in ${by.at} already; the first route that fits a topic holds`
      : `no topic reaches it: ${by.at} (${shownText(by, by.value.written)}) fits "${found}" too and stands before it; put the narrower route first`;
  problems.add({ place, key: at, reason: 'conflict', text, found });
}

function checkReached(
  entry: Given<RouteTopic>,
  { consumed, names, taken }: Reach,
  problems: ProblemList,
): void {
  const { value, place, at } = entry;
  const { topic, written } = value;
  const found = shownText(entry, written);
  const add = (text: string, nearest?: string): void =>
    problems.add({
      place,
      key: at,
      reason: 'wrong-value',
      text,
      found,
      expected: 'a topic of kafka.topics',
      ...(nearest === undefined ? {} : { nearest }),
    });
  if (typeof topic === 'string') {
    taken.add(topic);
    if (isConsumed(topic, consumed)) return;
    const nearest = problems.isLong ? undefined : nearestName(topic, new Set(consumed.shown));
    const hint = nearest === undefined ? 'add it to kafka.topics' : `did you mean "${nearest}"?`;
    add(`the topic "${found}" is not read; ${hint}`, nearest);
    return;
  }
  // What a pattern among kafka.topics will bring is not known, so only what is read by name can be looked at.
  if (consumed.patterns.length > 0) return;
  const fitting = names.filter((name) => topic.test(name));
  const isTaken = fitting.every((name) => taken.has(name));
  for (const name of fitting) taken.add(name);
  if (fitting.length === 0) add(`no topic of kafka.topics fits ${found}; add one`);
  else if (isTaken)
    add(
      `every topic that fits ${found}${naming(fitting, consumed)} goes to a route before it; put the narrower route first`,
    );
}

/** The first of some topics, in brackets; nothing where none of them may be shown. */
function naming(names: readonly string[], { shown }: ConsumedTopics): string {
  const first = names.slice(0, NAMED).filter((name) => shown.includes(name));
  return first.length === 0 ? '' : ` (${first.join(', ')}${names.length > NAMED ? ' …' : ''})`;
}
