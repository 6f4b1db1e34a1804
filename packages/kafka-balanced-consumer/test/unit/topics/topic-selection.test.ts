import { describe, expect, test } from '@jest/globals';
import { TopicTracker } from '../../../src/topics/topic-changes.js';
import { findTopics, nothingToRead, selectTopics } from '../../../src/topics/topic-selection.js';

const directory = (...topics: string[]) => ({
  has: async (topic: string) => topics.includes(topic),
  all: async () => topics,
});

describe('selectTopics', () => {
  test('names, patterns and what is excluded', async () => {
    const selection = selectTopics(['a', /^b/g, 'c'], ['c', /x$/]);
    const found = await findTopics(selection, directory('b1', 'b2', 'bx', 'c', 'd', 'a'));
    expect(found).toEqual({ found: ['a', 'b1', 'b2'], missing: [] });
    expect((await findTopics(selection, directory('b1'))).missing).toEqual(['a']);
  });

  test("a pattern never takes Kafka's own topics; a name does", async () => {
    const own = directory('__consumer_offsets', 't');
    expect((await findTopics(selectTopics([/./], []), own)).found).toEqual(['t']);
    expect((await findTopics(selectTopics(['__consumer_offsets'], []), own)).found).toHaveLength(1);
  });

  test('says what is missing', () => {
    expect(nothingToRead(selectTopics(['a'], []), ['a'])).toContain('topic a does not exist');
    expect(nothingToRead(selectTopics(['a', /b/], []), ['a'])).toContain(
      'none of the topics a exists and no topic matches the patterns',
    );
  });
});

describe('TopicTracker', () => {
  const look = (...found: string[]) => ({ found, missing: [] });

  test('takes in at once, and takes out what was gone twice in a row', () => {
    const tracker = new TopicTracker(['a', 'b']);
    expect(tracker.update(look('a', 'b'))).toBeUndefined();
    expect(tracker.update(look('a', 'c'))).toEqual({ added: ['c'], removed: [] });
    expect(tracker.isInDoubt).toBe(true);
    expect(tracker.update(look('a', 'b', 'c'))).toBeUndefined();
    expect(tracker.isInDoubt).toBe(false);
    expect(tracker.update(look('a', 'c'))).toBeUndefined();
    expect(tracker.update(look('a', 'c'))).toEqual({ added: [], removed: ['b'] });
    expect(tracker.isInDoubt).toBe(false);
    expect(tracker.topics).toEqual(['a', 'c']);
  });

  test('never takes out the last', () => {
    const tracker = new TopicTracker(['a']);
    expect([tracker.update(look()), tracker.update(look()), tracker.topics]).toEqual([
      undefined,
      undefined,
      ['a'],
    ]);
    expect(tracker.isInDoubt).toBe(false);
  });
});
