// biome-ignore-all lint/suspicious/noTemplateCurlyInString: configuration text holds ${NAME}
import { describe, expect, test } from '@jest/globals';
import { type EventRules, plainText, type TextRule } from '../../src/index.js';
import { fileWith, parse, problemOf, problemsOf } from '../config-cases.js';

const file = (hec: string, routes = ''): string =>
  fileWith({
    hec: `host: splunk\n  token: t0ken\n  ${hec}`,
    kafka: 'brokers: [k:1]\n  consumer_group: g\n  topics: [a, b]',
    ...(routes === '' ? {} : { routes }),
  });
const written = (rule: TextRule): string[] => rule.map((template) => template.written);
const route = (hec: string, keys: string): EventRules =>
  parse(file(hec, `- topics: [a]\n    ${keys}`)).config.routes[0] as EventRules;

describe('event rules', () => {
  test('a route adds to the fields of hec, and takes the place of those it names', () => {
    const { fields } = route(
      'endpoint: event\n  fields: {env: prod, dc: one}',
      'fields: {dc: "{header:dc}"}',
    );
    expect(fields.map(({ name, value }) => [name, ...written(value)])).toEqual([
      ['env', 'prod'],
      ['dc', '{header:dc}'],
    ]);
  });

  test('headers: true looks for the names of Splunk Connect for Kafka, before what is written', () => {
    const rules = route('endpoint: event\n  headers: true\n  index: main', 'sourcetype: st');
    expect(written(rules.index)).toEqual(['{header:splunk.header.index}', 'main']);
    expect(written(rules.sourcetype)).toEqual(['{header:splunk.header.sourcetype}', 'st']);
    expect(written(rules.source)).toEqual(['{header:splunk.header.source}']);
    expect(written(rules.host)).toEqual(['{header:splunk.header.host}']);
  });

  test('names of headers may be others, and some become fields', () => {
    const { index, source, fields } = route(
      'endpoint: event',
      'fields: {team: core}\n    headers: { index: x-index, custom: [trace-id, team] }',
    );
    expect(written(index)).toEqual(['{header:x-index}']);
    expect(written(source)).toEqual(['{header:splunk.header.source}']);
    expect(fields.map(({ name, value }) => [name, ...written(value)])).toEqual([
      ['team', '{header:team}', 'core'],
      ['trace-id', '{header:trace-id}'],
    ]);
  });

  test('headers of a route stand in place of those of hec', () => {
    expect(written(route('headers: true\n  index: main', 'headers: false').index)).toEqual(['main']);
    expect(written(route('headers: {index: x}', 'headers: {index: y}').index)).toEqual(['{header:y}']);
  });

  test('headers that came out empty count as not given', () => {
    expect(written(route('headers: ""\n  index: main', 'sourcetype: st').index)).toEqual(['main']);
    expect(written(route('headers: {index: x}', 'headers: "${H:-}"').index)).toEqual(['{header:x}']);
  });

  test.each([
    ['record', 'record'],
    ['None', 'none'],
    ['"{header:event-time}"', { kind: 'header', name: 'event-time' }],
    ['"{json:/a/0}"', { kind: 'json', path: ['a', '0'] }],
  ])('time: %s', (text, expected) => {
    expect(route('endpoint: event', `time: ${text}`).time).toEqual(expected);
  });

  test.each(['now', '"{topic}"', '"{header:a}{header:b}"', '"a{header:b}"', '"{header:a|b}"', '"{json:a}"'])(
    'time: %s is refused',
    (text) => {
      expect(problemOf(file('endpoint: event', `- topics: [a]\n    time: ${text}`)).key).toBe(
        'routes[0].time',
      );
    },
  );

  test.each(['{_x: a}', '{1x: a}', '{"a b": c}', '{a: [b]}', '{a: "{b}"}', 'a', '[a]'])(
    'fields: %s is refused',
    (fields) => {
      expect(problemOf(file(`endpoint: event\n  fields: ${fields}`)).key).toMatch(/^hec\.fields/);
    },
  );

  test('what the raw endpoint cannot carry is refused there', () => {
    const keys =
      'fields: {a: b}\n    time: none\n    value: json\n    invalid_json: dead_letter\n    lineage: true';
    const problems = problemsOf(
      file('endpoint: raw', `- topics: [a]\n    ${keys}\n    headers: {custom: [c]}`),
    );
    expect(problems.map(({ key }) => key)).toEqual(
      ['fields', 'time', 'value', 'invalid_json', 'lineage', 'headers.custom'].map(
        (key) => `routes[0].${key}`,
      ),
    );
    expect(problemOf(file('lineage: true')).key).toBe('hec.lineage');
    // Some topics go to the event endpoint, and for those it is meant.
    expect(parse(file('lineage: true', '- topics: [a]\n    endpoint: event')).config.unrouted.lineage).toBe(
      true,
    );
    // A default that is written down does no harm.
    const defaults = 'lineage: false\n  value: text\n  time: record\n  invalid_json: text';
    expect(parse(file(defaults)).config.unrouted.value).toBe('text');
  });

  test('an envelope that goes as it is takes nothing more', () => {
    const keys = 'value: envelope\n    fields: {a: b}\n    time: none\n    lineage: true';
    const problems = problemsOf(file('endpoint: event', `- topics: [a]\n    ${keys}`));
    expect(problems.map(({ key }) => key)).toEqual(
      ['fields', 'time', 'lineage'].map((key) => `routes[0].${key}`),
    );
  });

  test('invalid_json without value: json, and a field that lineage has, are refused', () => {
    expect(problemOf(file('endpoint: event\n  invalid_json: dead_letter')).key).toBe('hec.invalid_json');
    expect(problemOf(file('endpoint: event\n  lineage: true\n  fields: {kafka_topic: x}')).key).toBe(
      'hec.fields.kafka_topic',
    );
    expect(
      problemOf(
        file('endpoint: event\n  lineage: true', '- topics: [a]\n    headers: {custom: [kafka_offset]}'),
      ).key,
    ).toBe('routes[0].headers.custom[0]');
  });
});

describe('topics of routes', () => {
  const topics = (consumed: string, ...lists: string[]): string =>
    fileWith({
      kafka: `brokers: [k:1]\n  consumer_group: g\n  topics: ${consumed}`,
      routes: lists.map((list) => `- topics: ${list}`).join('\n  '),
    });

  test('are names and patterns', () => {
    const { routes } = parse(topics('[a, /^app-/]', '[a]', '[/^APP-1/i, app-2]')).config;
    expect(routes.map((each) => each.topics)).toEqual([['a'], [/^APP-1/i, 'app-2']]);
    expect(routes.every(({ index }) => index.every((each) => plainText(each) !== undefined))).toBe(true);
  });

  test.each([
    ['[a, b]', ['[/./]', '[a]'], 'routes[1].topics[0]', 'narrower route first'],
    ['[/x/]', ['[/x/]', '[/x/]'], 'routes[1].topics[0]', 'already'],
    ['[a, b]', ['[/z/]'], 'routes[0].topics[0]', 'no topic of kafka.topics fits'],
    ['[a, b, "!b"]', ['[/b/]'], 'routes[0].topics[0]', 'no topic of kafka.topics fits'],
    ['[a, b]', ['[a, b]', '[/./]'], 'routes[1].topics[0]', 'goes to a route before it'],
    ['[a, b]', ['["!a"]'], 'routes[0].topics[0]', 'expected a topic name'],
  ])('of %s, %j cannot be reached', (consumed, lists, key, words) => {
    expect(problemOf(topics(consumed, ...lists))).toMatchObject({
      key,
      text: expect.stringContaining(words),
    });
  });

  test('what a pattern of kafka.topics will bring is not known', () => {
    expect(parse(topics('[/^app-/]', '[/-x$/]', '[/./]')).config.routes).toHaveLength(2);
  });
});
