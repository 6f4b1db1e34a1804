import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Committer, type OffsetToCommit } from '../../src/commit/committer.js';
import type { ConsumerEvent } from '../../src/consumer-event.js';
import { OwnedPartitions } from '../../src/owned-partitions.js';

const unknownTopic = Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });

let owned: OwnedPartitions;
let events: ConsumerEvent[];
let requests: string[];
/** What the coordinator does with a request. */
let answer: (offsets: readonly OffsetToCommit[]) => Promise<void>;

beforeEach(() => {
  jest.useFakeTimers();
  [owned, events, requests] = [new OwnedPartitions(), [], []];
});
afterEach(() => {
  jest.useRealTimers();
});

/** Owns these topics, with something to commit in each. */
function owns(...topics: string[]): void {
  for (const topic of topics)
    owned.gain({ topic, partition: 0, offset: 0, committed: 0, commitNow: false }, false);
  settle(...topics);
}

function settle(...topics: string[]): void {
  for (const topic of topics) {
    const ledger = owned.get({ topic, partition: 0 })?.ledger;
    ledger?.skipTo(ledger.position + 10);
  }
}

function committer(): Committer {
  return new Committer({
    intervalMs: 250,
    streams: () => owned.all(),
    onEvent: (event) => events.push(event),
    send(offsets) {
      requests.push(offsets.map(({ topic, offset }) => `${topic}:${offset}`).join(' '));
      return answer(offsets);
    },
  });
}

const knowsNot = (topic: string) => (offsets: readonly OffsetToCommit[]) =>
  offsets.some((offset) => offset.topic === topic) ? Promise.reject(unknownTopic) : Promise.resolve();
const failures = () => events.flatMap((event) => (event.kind === 'commit-failed' ? [event.failures] : []));
const committed = (topic: string) => owned.get({ topic, partition: 0 })?.committed;

test('a topic that is gone is refused alone: the others are committed, and the next time apart from it', async () => {
  answer = knowsNot('b');
  owns('a', 'b', 'c');
  const offsets = committer();
  expect(await offsets.flush()).toBe(false);
  expect(requests.splice(0)).toEqual(['a:10 b:10 c:10', 'a:10', 'b:10', 'c:10']);
  expect(['a', 'b', 'c'].map(committed)).toEqual([10, 0, 10]);
  settle('a', 'c');
  expect(await offsets.flush()).toBe(false);
  expect(requests.splice(0)).toEqual(['a:20 c:20', 'b:10']);
  expect(failures()).toEqual([1, 2]);
  // Back, as after a broker that had just started: in one request with the others again.
  answer = () => Promise.resolve();
  expect(await offsets.flush()).toBe(true);
  settle('a', 'b');
  expect(await offsets.flush()).toBe(true);
  expect(requests).toEqual(['b:10', 'a:30 b:20']);
  expect(committed('b')).toBe(20);
});

test('a topic that stays gone is in the way of no drain', async () => {
  answer = knowsNot('b');
  owns('a', 'b');
  const offsets = committer();
  expect(await offsets.flush()).toBe(false);
  jest.advanceTimersByTime(5000);
  expect(await offsets.flush()).toBe(true);
  expect(committed('a')).toBe(10);
});

test('every other refusal is one, and is counted until a commit is confirmed', async () => {
  answer = () => Promise.reject(new Error('the coordinator is away'));
  owns('a', 'b');
  const offsets = committer();
  for (let beat = 0; beat < 3; beat++) expect(await offsets.flush()).toBe(false);
  expect(requests).toEqual(['a:10 b:10', 'a:10 b:10', 'a:10 b:10']);
  answer = () => Promise.resolve();
  expect(await offsets.flush()).toBe(true);
  settle('a');
  answer = () => Promise.reject(new Error('away again'));
  expect(await offsets.flush()).toBe(false);
  expect(failures()).toEqual([1, 2, 3, 1]);
});

test('what moves away while another topic is committed is not committed any more', async () => {
  answer = (offsets) => {
    if (offsets.length === 1) owned.lose({ topic: 'c', partition: 0 });
    return knowsNot('b')(offsets);
  };
  owns('a', 'b', 'c');
  await committer().flush();
  expect(requests).toEqual(['a:10 b:10 c:10', 'a:10', 'b:10']);
});
