import { describe, expect, test } from '@jest/globals';
import { fileWith, parse, problemOf } from '../config-cases.js';

const withTopics = (topics: string, more: Record<string, string> = {}): string =>
  fileWith({ kafka: `brokers: [k:1]\n  consumer_group: g\n  topics: ${topics}`, ...more });

describe('kafka.topics', () => {
  test('takes names, patterns, and what is left out', () => {
    const { kafka } = parse(withTopics('[nginx, /^app-/, /^WEB/i, "!app-x", "!/-test$/"]')).config;
    expect(kafka).toMatchObject({
      topics: ['nginx'],
      topicPatterns: [/^app-/, /^WEB/i],
      excludedTopics: ['app-x', /-test$/],
    });
  });

  test.each(['["a b"]', '[/(/]', '["!"]', '[//]', '["!!a"]', '[/a/g]', '[a, a]', '[/a/, /a/]', '["!a"]'])(
    '%s is refused',
    (topics) => {
      expect(problemOf(withTopics(topics)).key).toMatch(/^kafka\.topics/);
    },
  );

  test('a route may be for a topic that a pattern takes, and not for one that is left out', () => {
    const route = (topic: string) => ({ routes: `- topics: [${topic}]\n    index: web` });
    expect(parse(withTopics('[/^app-/]', route('app-1'))).config.routes).toHaveLength(1);
    expect(problemOf(withTopics('[/^app-/, "!app-1"]', route('app-1'))).text).toContain('is not read');
    expect(problemOf(withTopics('[/^app-/]', route('other'))).text).toContain('is not read');
  });
});
