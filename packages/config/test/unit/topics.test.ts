import { describe, expect, test } from '@jest/globals';
import { fileWith, parse, problemOf, problemsOf } from '../config-cases.js';

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

  test('thousands of topics, and as many patterns of routes, are checked without a long wait', () => {
    const topics = Array.from({ length: 2000 }, (_, i) => `t${i}`);
    const patterns = topics.map((_, i) => `      - /^t.*x{0,${i}}$/`).join('\n');
    const file = withTopics(`[${topics.join(', ')}]`, { routes: `- topics:\n${patterns}\n    index: i` });
    const problems = problemsOf(file);
    // The first takes all of them, and each of the others is told with a few of its topics.
    expect(problems).toHaveLength(1999);
    expect(problems[0]?.text).toContain('(t0, t1, t2, t3, t4 …) goes to a route before it');
    const missing = topics.map((topic) => `      - x${topic}`).join('\n');
    const others = withTopics(`[${topics.join(', ')}]`, { routes: `- topics:\n${missing}\n    index: i` });
    expect(problemsOf(others).filter(({ nearest }) => nearest !== undefined)).toHaveLength(50);
  }, 20_000);
});
