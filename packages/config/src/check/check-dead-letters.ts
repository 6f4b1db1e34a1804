import * as deadLetter from '../keys/dead-letter-keys.js';
import type { ProblemList } from '../problems/problem-list.js';
import { consumedTopics, isConsumed } from './consumed-topics.js';
import { shownText } from './shown-text.js';
import type { Values } from './values.js';

/** Dead letters that are read again would be refused again, for ever. */
export function checkDeadLetters(values: Values, problems: ProblemList): void {
  const given = values.given(deadLetter.topic);
  const consumed = consumedTopics(values);
  if (given === undefined || consumed === undefined || !isConsumed(given.value, consumed)) return;
  const { value, place, at } = given;
  const found = shownText(given, value);
  const text = `the topic "${found}" is read by this file too, and its dead letters would go round for ever; add "!${found}" to kafka.topics, or name another topic`;
  problems.add({ place, key: at, reason: 'conflict', text, found });
}
