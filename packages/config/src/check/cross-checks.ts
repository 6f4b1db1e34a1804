import * as general from '../keys/general-keys.js';
import * as hec from '../keys/hec-keys.js';
import * as kafka from '../keys/kafka-keys.js';
import type { AnyKey } from '../keys/key.js';
import { keyTable } from '../keys/key-table.js';
import type { ProblemList } from '../problems/problem-list.js';
import { shownText } from './shown-text.js';
import { usesHttps } from './uses-https.js';
import type { Given, Values } from './values.js';

/** Checks that need more than one key. Pure: files come later. */
export function crossCheck(values: Values, problems: ProblemList): void {
  required(values, problems);
  urlsOnce(values, problems);
  tokenOnce(values, problems);
  topicsOnce(values, problems);
  passwordOnce(values, problems, hec.tls);
  if (values.value(kafka.useSsl)) passwordOnce(values, problems, kafka.ssl);
  tlsInUse(values, problems);
  batchFits(values, problems);
}

function required(values: Values, problems: ProblemList): void {
  for (const key of keyTable) {
    if (key.required && !key.path.includes('[]')) need(values, problems, key);
  }
}

/** A problem where a key that must be there is not: at its section, or at the start of the file. */
export function need(values: Values, problems: ProblemList, key: AnyKey, words = 'this key'): void {
  if (values.mentioned(key.path) !== undefined) return;
  const section = key.path.slice(0, key.path.lastIndexOf('.'));
  const inList = section.endsWith('[]');
  // Where the section is no section, that has been said, and its keys are not missed one by one.
  if (values.isBroken(inList ? values.at : section)) return;
  const place = inList ? values.place : (values.sectionPlace(section) ?? { line: 1, column: 1 });
  const name = key.path.slice(section.length + 1);
  const path = inList ? `${values.at}.${name}` : key.path;
  const text = `${words} is missing or empty; write for example "${name}: ${key.example}"`;
  problems.add({ place, key: path, reason: 'missing-key', text, expected: key.kind.expected });
}

/** An old key beside the one that replaces it: which of them holds would be a guess. */
export function exclusive(values: Values, problems: ProblemList, old: AnyKey, replacement: AnyKey): void {
  const place = values.mentioned(old.path);
  if (place === undefined || values.mentioned(replacement.path) === undefined) return;
  problems.add({
    place,
    key: old.path,
    reason: 'conflict',
    text: `stands beside ${replacement.path}, which replaces it; remove one of them`,
  });
}

function urlsOnce(values: Values, problems: ProblemList): void {
  for (const key of [hec.host, hec.port, hec.useHttps]) exclusive(values, problems, key, hec.urls);
  if (values.mentioned(hec.urls.path) === undefined) need(values, problems, hec.host, 'this key (or urls)');
  eachOnce(problems, values.givenList(hec.urls)?.value, 'the URL');
}

function tokenOnce(values: Values, problems: ProblemList): void {
  exclusive(values, problems, hec.token, hec.tokenFile);
  if (values.mentioned(hec.tokenFile.path) === undefined)
    need(values, problems, hec.token, 'this key (or token_file)');
}

function topicsOnce(values: Values, problems: ProblemList): void {
  exclusive(values, problems, kafka.topic, kafka.topics);
  if (values.mentioned(kafka.topics.path) === undefined)
    need(values, problems, kafka.topic, 'this key (or topics)');
  const list = values.givenList(kafka.topics);
  const names = list?.value.map((item) => ({ ...item, value: item.value.written }));
  eachOnce(problems, names, 'the topic');
  if (list?.value.every(({ value }) => value.excluded)) {
    const text = 'only says what is left out; add a topic or a pattern to read';
    problems.add({ place: list.place, key: list.at, reason: 'conflict', text });
  }
}

function eachOnce(problems: ProblemList, items: readonly Given<string>[] | undefined, what: string): void {
  const seen = new Set<string>();
  for (const item of items ?? []) {
    const { value, place, at } = item;
    if (seen.has(value)) {
      const found = shownText(item, value);
      const text = `${what} "${found}" stands in the list already; remove one`;
      problems.add({ place, key: at, reason: 'conflict', text, found });
    }
    seen.add(value);
  }
}

function passwordOnce(values: Values, problems: ProblemList, keys: typeof hec.tls): void {
  exclusive(values, problems, keys.password, keys.passwordFile);
}

/** `kafka.ssl` may stand there unused, as in the original's sample file; `hec.tls` has no such switch. */
function tlsInUse(values: Values, problems: ProblemList): void {
  const place = values.mentioned('hec.tls');
  if (place === undefined || usesHttps(values)) return;
  const why =
    values.givenList(hec.urls) === undefined ? 'hec.use_https is false' : 'no URL in hec.urls is https';
  const text = `has no meaning while ${why}; remove one of them`;
  problems.add({ place, key: 'hec.tls', reason: 'conflict', text });
}

/** Each worker has its share of the memory; a share that holds less than two requests would stop the road. */
function batchFits(values: Values, problems: ProblemList): void {
  const memory = values.value(general.memory);
  const batch = values.value(general.batchBytes);
  const workers = values.value(general.workers);
  const place = values.mentioned(general.batchBytes.path) ?? values.mentioned(general.memory.path);
  if (memory === undefined || batch === undefined || place === undefined) return;
  const shares = typeof workers === 'number' ? workers : 1;
  if (batch * 2 <= memory / shares) return;
  const text =
    `a request may take ${batch} bytes, and a worker's share of general.memory is ${Math.floor(memory / shares)}: ` +
    'it must hold two requests; lower batch_bytes or raise memory';
  problems.add({ place, key: general.batchBytes.path, reason: 'conflict', text });
}
