import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { KeptEvent } from '@kafka-splunk/hec-receiver';
import { type TestKafka, testKafka } from '@kafka-splunk/local-kafka';
import type { LogLine, RunningApp } from '../fixtures/running-app.js';
import { type TestTopic, testTopic } from '../fixtures/topic.js';
import { Trial } from '../fixtures/trial.js';

// One program with a route for each thing that a route can say, and what of it arrives.

const NAMES = ['raw', 'plain', 'tenant', 'rawtenant', 'json', 'envelope', 'wrong'] as const;
type Name = (typeof NAMES)[number];

let kafka: TestKafka;
let trial: Trial;
let app: RunningApp;
let topics: Record<Name, TestTopic>;

const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));

async function send(
  topic: TestTopic,
  records: readonly [value: string | null, headers?: Record<string, string>, key?: string][],
): Promise<void> {
  await topic.send(
    records.map(([value, headers = {}, key]) => ({
      value: bytes(value),
      partition: 0,
      ...(key === undefined ? {} : { key: Buffer.from(key) }),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    })),
  );
}

/** Resolves with offset and code of the records of a topic that were set aside, once there are so many. */
async function setAside(topic: TestTopic, count: number): Promise<(readonly [unknown, unknown])[]> {
  const found = (): LogLine[] =>
    app.log.filter((line) => line.msg.includes('set aside') && line.topic === topic.name);
  await app.until(() => found().length >= count, `${count} events of ${topic.name} set aside`);
  return found()
    .map(({ offset, code }) => [offset, code] as const)
    .sort(([a], [b]) => Number(a) - Number(b));
}

/** Resolves with the first events that fit, once there are so many. */
async function arrived(count: number, fits: (event: KeptEvent) => boolean): Promise<KeptEvent[]> {
  const found = (): KeptEvent[] => trial.receiver.events.filter(fits);
  await app.explain(trial.receiver.waitFor(() => found().length >= count, { timeoutMs: 60_000 }));
  return found();
}

const shown = ({ raw, index, source, sourcetype, host, fields }: KeptEvent) => ({
  raw: raw.toString(),
  index,
  source,
  sourcetype,
  host,
  fields,
});

beforeAll(async () => {
  kafka = await testKafka();
  const made: [Name, TestTopic][] = [];
  for (const name of NAMES) made.push([name, await testTopic(kafka.bootstrap, 1)]);
  topics = Object.fromEntries(made) as Record<Name, TestTopic>;
  trial = await Trial.open(kafka.bootstrap, {
    keep: 'events',
    tokens: [
      { token: 'aaaaaaaa-0000-4000-8000-00000000000a', indexes: ['main', 'web', 'acme', 'topic-index'] },
    ],
  });
  const routes = `routes:
  - topics: [/^${topics.raw.name}$/]
    index: topic-index
    source: "kafka:{topic}:{partition}"
    host: a b&c
    tombstones: dead_letter
  - topics: [${topics.plain.name}]
    endpoint: event
    lineage: true
    fields: { env: prod, who: "{key|nobody}" }
    time: "{header:at}"
  - topics: [${topics.tenant.name}]
    endpoint: event
    index: main
    sourcetype: base
    headers: { custom: [trace-id] }
  - { topics: [${topics.rawtenant.name}], index: "{header:tenant|main}", source: "{header:tenant}" }
  - topics: [${topics.json.name}]
    endpoint: event
    value: json
    source: "{json:/svc/name|none}"
    time: "{json:/ts}"
  - { topics: [${topics.envelope.name}], endpoint: event, value: envelope, sourcetype: enveloped }
  - { topics: [${topics.wrong.name}], endpoint: event, index: typo }
`;
  const names = NAMES.map((name) => topics[name].name).join(', ');
  app = trial.start(topics.raw, {
    general: 'workers: 1\n  drain_deadline: 2s',
    kafka: `topics: [${names}]`,
    more: routes,
  });
}, 120_000);
afterAll(async () => {
  await trial?.close();
  await kafka?.release();
});

describe('routes', () => {
  test('by pattern: metadata of topic and partition, encoded for the URL; a tombstone becomes a dead letter', async () => {
    await send(topics.raw, [['one'], [null], ['two']]);
    const source = `kafka:${topics.raw.name}:0`;
    const events = await arrived(2, (event) => event.source === source);
    expect(events.map(shown)).toEqual(
      ['one', 'two'].map((raw) => ({ raw, index: 'topic-index', source, host: 'a b&c' })),
    );
    expect(await setAside(topics.raw, 1)).toEqual([[1, undefined]]);
  }, 120_000);

  test('lineage, fields with a default, and the time of a header', async () => {
    await send(topics.plain, [
      ['first', { at: '2026-01-31T08:00:00.250Z' }, 'ann'],
      ['say "hi"', { at: 'soon' }],
    ]);
    const events = await arrived(2, ({ fields }) => fields?.kafka_topic === topics.plain.name);
    const lineage = { kafka_topic: topics.plain.name, kafka_partition: '0', env: 'prod' };
    expect(events.map(({ raw, fields }) => [raw.toString(), fields])).toEqual([
      ['first', { ...lineage, kafka_offset: '0', who: 'ann' }],
      ['say "hi"', { ...lineage, kafka_offset: '1', who: 'nobody' }],
    ]);
    expect(events[0]?.time).toBe(Date.UTC(2026, 0, 31, 8, 0, 0, 250) / 1000);
    expect(Math.abs(Number(events[1]?.time) - Date.now() / 1000)).toBeLessThan(600);
  }, 120_000);

  test('headers as with Splunk Connect for Kafka; a wrong index in one costs those events alone', async () => {
    const evil = Array.from({ length: 40 }, (): [string, Record<string, string>] => [
      'evil',
      { 'splunk.header.index': 'nowhere' },
    ]);
    await send(topics.tenant, [
      ['acme', { 'splunk.header.index': 'acme', 'splunk.header.host': 'h', 'trace-id': 't1' }],
      ...evil,
      [
        'hostile',
        { 'splunk.header.index': 'ma\r\nin', 'splunk.header.source': 'x'.repeat(5000), 'trace-id': '"}\n' },
      ],
      ['none'],
    ]);
    const events = await arrived(3, ({ sourcetype }) => sourcetype === 'base');
    expect(Object.fromEntries(events.map((event) => [event.raw.toString(), shown(event)]))).toEqual({
      acme: { raw: 'acme', index: 'acme', sourcetype: 'base', host: 'h', fields: { 'trace-id': 't1' } },
      hostile: { raw: 'hostile', index: 'main', sourcetype: 'base', fields: { 'trace-id': '"}\n' } },
      none: { raw: 'none', index: 'main', sourcetype: 'base' },
    });
    expect((await setAside(topics.tenant, 40)).map(([, code]) => code)).toEqual(evil.map(() => 7));
  }, 120_000);

  test('a header in the URL of the raw endpoint: the same, with hundreds of hostile ones', async () => {
    const hostile = Array.from({ length: 600 }, (_, i): [string, Record<string, string>] => [
      `hostile-${i}`,
      { tenant: `nowhere-${i}` },
    ]);
    await send(topics.rawtenant, [['a', { tenant: 'acme' }], ...hostile, ['b', { tenant: 'acme' }], ['c']]);
    const own = await arrived(2, (event) => event.endpoint === 'raw' && event.source === 'acme');
    expect(own.map((event) => event.raw.toString()).sort()).toEqual(['a', 'b']);
    expect(own.every(({ index }) => index === 'acme')).toBe(true);
    const [plain] = await arrived(1, (event) => event.raw.toString() === 'c');
    expect([plain?.index, plain?.source]).toEqual(['main', undefined]);
    expect(await setAside(topics.rawtenant, 600)).toEqual(hostile.map((_, i) => [i + 1, 7]));
  }, 120_000);

  test('JSON goes in as JSON, with texts and the time out of it; what is none goes as text', async () => {
    await send(topics.json, [
      ['{"svc":{"name":"pay"},"ts":1767225600123, "n": 1}'],
      ['{"svc":{"name":"p\\u00e4y"},"ts":"no"}'],
      ['{"svc":'],
      ['null'],
    ]);
    const events = await arrived(3, ({ source }) => ['pay', 'päy', 'none'].includes(source ?? ''));
    expect(events.map((event) => [event.source, event.raw.toString()])).toEqual([
      ['pay', '{"svc":{"name":"pay"},"ts":1767225600123,"n":1}'],
      ['päy', '{"svc":{"name":"päy"},"ts":"no"}'],
      ['none', '{"svc":'],
    ]);
    expect(events[0]?.time).toBe(1_767_225_600.123);
    expect(await setAside(topics.json, 1)).toEqual([[3, 13]]);
  }, 120_000);

  test('envelopes pass checked, with what the route says for what they leave out', async () => {
    await send(topics.envelope, [
      ['{"event":{"a":1},"index":"web","fields":{"f":["x"]},"time":1767225600}'],
      ['{"event":"b","sourceType":"typo"}'],
      ['{"event":"c","source":"s"}'],
      ['{"event":"d","fields":{"f":{}}}'],
      ['{"event":"e","index":"nowhere"}'],
    ]);
    const events = await arrived(2, ({ sourcetype }) => sourcetype === 'enveloped');
    expect(Object.fromEntries(events.map((event) => [event.raw.toString(), shown(event)]))).toMatchObject({
      '{"a":1}': { index: 'web', fields: { f: ['x'] } },
      c: { source: 's' },
    });
    expect(await setAside(topics.envelope, 3)).toEqual([
      [1, undefined],
      [3, 15],
      [4, 7],
    ]);
  }, 120_000);

  test('a wrong index in the file pauses its own route, writes no dead letter, and nobody else notices', async () => {
    await send(topics.wrong, [['x'], ['y']]);
    const paused = await app.until((line) => line.msg.includes('paused') && line.msg.includes('index=typo'));
    expect(paused.msg).toContain('Incorrect index');
    await send(topics.plain, [['after', {}, 'later']]);
    await arrived(1, ({ fields }) => fields?.who === 'later');
    expect(trial.receiver.accepted.silentlyLost).toBe(0);
    // Nothing but that one route has ever stood still.
    const pauses = app.log.filter(({ msg }) => msg.includes('paused'));
    expect(pauses.filter(({ msg }) => !msg.includes('index=typo'))).toEqual([]);

    // What the log calls set aside is in the dead letters, and nothing else is.
    app.signal('SIGTERM');
    await app.exited;
    const folder = join(app.folder, 'dead-letters');
    const letters = readdirSync(folder)
      .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
      .map((line) => (JSON.parse(line) as { topic: string }).topic);
    const count = (topic: TestTopic): number => letters.filter((name) => name === topic.name).length;
    expect(NAMES.map((name) => count(topics[name]))).toEqual([1, 0, 40, 600, 1, 3, 0]);
  }, 120_000);
});
