import { describe, expect, test } from '@jest/globals';
import { headersOf } from '../../../fixtures/headers.js';
import { memoryRecords } from '../../../fixtures/records.js';
import { RouteTrial } from '../../../fixtures/route-trial.js';

describe('routes of topics', () => {
  test('the first route that fits holds, for topics that nobody named too', () => {
    const routes =
      'routes:\n  - { topics: [/^app-/], index: apps }\n  - { topics: [/./], index: rest, source: "k:{topic}:{partition}" }';
    const trial = new RouteTrial('source: s', routes);
    trial.send(['a'], 'app-1').send(['b'], 'other', 7).send(['c'], 'app-2');
    expect(trial.events()).toEqual({
      '{index:apps,kind:raw,source:s}': [
        [undefined, 'a'],
        [undefined, 'c'],
      ],
      '{index:rest,kind:raw,source:k:other:7}': [[undefined, 'b']],
    });
  });

  test('on the event endpoint only a configured index stands in the URL, one of the topic too', () => {
    const trial = new RouteTrial('endpoint: event\n  index: "i-{topic}"\n  source: s\n  fields: {a: b}');
    trial.send(['x']);
    expect(trial.events()).toEqual({
      '{index:i-t,kind:event}': [['{"source":"s","fields":{"a":"b"},', 'x']],
    });
    expect(trial.client.sent[0]?.events[0]?.timeMs).toBe(1_700_000_000_000);
  });
});

describe('metadata of records', () => {
  const tenant = (name: string, value = 'v') => ({ value, headers: headersOf({ tenant: name }) });

  test('an index of a record goes apart from a configured one, and travels with its event', () => {
    const trial = new RouteTrial('endpoint: event\n  index: "{header:tenant|main}"');
    trial.send([tenant('a'), 'x', tenant('b'), tenant('a')]);
    expect(trial.events()).toEqual({
      '{kind:event,ownIndex:true}': [
        ['{"index":"a",', 'v'],
        ['{"index":"b",', 'v'],
        ['{"index":"a",', 'v'],
      ],
      '{index:main,kind:event}': [['{', 'x']],
    });
  });

  test('on the raw endpoint it stands in the URL', () => {
    const trial = new RouteTrial('index: "{header:tenant|main}"\n  source: "{key}"');
    trial.send([tenant('a'), { value: 'x', key: Buffer.from('k') }]);
    expect(trial.events()).toEqual({
      '{index:a,kind:raw,ownIndex:true}': [[undefined, 'v']],
      '{index:main,kind:raw,source:k}': [[undefined, 'x']],
    });
  });

  test('what a record has not is left out, unless something stands in for it', () => {
    const trial = new RouteTrial(
      'endpoint: event\n  headers: {custom: [team]}\n  host: "{json:/host}"\n  fields: {svc: "{json:/svc|none}", pair: "{json:/a}-{json:/b}"}'.replace(
        'host: "',
        'event_host: "',
      ),
    );
    trial.send([
      'plain',
      '{"host":"h","svc":1,"a":"x"}',
      {
        value: '{"a":"x","b":true,"host":{}}',
        headers: headersOf({ team: 'core', 'splunk.header.source': 's' }),
      },
    ]);
    const [events] = Object.values(trial.events());
    expect(events?.map((each) => (each as string[])[0])).toEqual([
      '{"fields":{"svc":"none"},',
      '{"host":"h","fields":{"svc":"1"},',
      '{"source":"s","fields":{"svc":"none","pair":"x-true","team":"core"},',
    ]);
  });

  test('hostile values count as absent: control characters, too long, empty', () => {
    const trial = new RouteTrial('index: "{header:tenant|main}"');
    trial.send([
      tenant('a\r\nb'),
      tenant('x'.repeat(513)),
      tenant('ü'.repeat(300)),
      tenant(''),
      tenant('\u0000'),
      tenant('x'.repeat(1_000_000)),
    ]);
    expect(Object.keys(trial.events())).toEqual(['{index:main,kind:raw}']);
    trial.send([tenant('ü'.repeat(256))]);
    expect(trial.client.sent).toHaveLength(2);
  });

  test('numbers of a record may stand in texts', () => {
    const trial = new RouteTrial(
      'endpoint: event\n  source: "{topic}-{partition}@{offset} {timestamp|none}"',
    );
    trial.send(['a', { value: 'b', timestamp: -1 }]);
    expect(Object.values(trial.events())[0]?.map((each) => (each as string[])[0])).toEqual([
      '{"source":"t-0@100 1700000000000",',
      '{"source":"t-0@101 none",',
    ]);
  });

  test('equal records are met with the very same metadata', () => {
    const trial = new RouteTrial('endpoint: event\n  source: "{header:tenant}"\n  lineage: true');
    trial.send([tenant('a'), tenant('b'), tenant('a'), tenant('b'), tenant('a')]);
    const heads = trial.client.sent.flatMap(({ events }) => events.map(({ given }) => given));
    expect(heads).toHaveLength(5);
    expect(new Set(heads).size).toBe(2);
  });

  test('lineage: topic, partition and offset of each event', () => {
    const trial = new RouteTrial('endpoint: event\n  lineage: true\n  fields: {a: b}');
    trial.send(['x', 'y'], 'orders', 3);
    expect(Object.values(trial.events())[0]).toEqual([
      ['{"fields":{"a":"b","kafka_topic":"orders","kafka_partition":"3","kafka_offset":"100"},', 'x'],
      ['{"fields":{"a":"b","kafka_topic":"orders","kafka_partition":"3","kafka_offset":"101"},', 'y'],
    ]);
  });
});

describe('times', () => {
  const timeOf = (hec: string, record: Parameters<RouteTrial['send']>[0][number]) =>
    new RouteTrial(`endpoint: event\n  ${hec}`).send([record]).client.sent[0]?.events[0]?.timeMs;

  test('come from the record, a header, a JSON field, or from nowhere', () => {
    expect(timeOf('time: record', 'x')).toBe(1_700_000_000_000);
    expect(timeOf('time: record', { value: 'x', timestamp: -1 })).toBeUndefined();
    expect(timeOf('time: none', 'x')).toBeUndefined();
    const header = { value: 'x', headers: headersOf({ at: '2026-01-31T08:00:00Z' }) };
    expect(timeOf('time: "{header:at}"', header)).toBe(Date.UTC(2026, 0, 31, 8));
    expect(timeOf('time: "{json:/at}"', '{"at":"1700000001.5"}')).toBe(1_700_000_001_500);
    expect(timeOf('time: "{json:/at}"', '{"at":1700000001}')).toBe(1_700_000_001_000);
  });

  test('fall back to the record where there is none', () => {
    for (const value of ['x', '{}', '{"at":"soon"}', '{"at":null}', '{"at":1} ]']) {
      expect([value, timeOf('time: "{json:/at}"', value)]).toEqual([value, 1_700_000_000_000]);
    }
  });
});

describe('forms of values', () => {
  test('value: json goes in as it is; what is none goes as text, blank is refused', () => {
    const trial = new RouteTrial('endpoint: event\n  value: json');
    trial.send(['{"a": 1}', '{"a": 1', 'null', '2', ' [ ] ']);
    expect(trial.client.sent[0]?.events.map(({ form, bytes }) => [form, bytes])).toEqual([
      ['json', '{"a": 1}'],
      ['text', '{"a": 1'],
      ['json', '2'],
    ]);
    expect(trial.refused).toEqual(['2: 13 ', '4: 13 '].map((text) => expect.stringContaining(text)));
  });

  test('invalid_json: dead_letter', () => {
    const trial = new RouteTrial('endpoint: event\n  value: json\n  invalid_json: dead_letter').send([
      '{',
      '1',
    ]);
    expect(trial.refused).toEqual([expect.stringMatching(/^0: 6 .*not valid JSON/)]);
    expect(trial.client.values()).toEqual(['1']);
  });

  test('value: envelope goes as it is when it passes, metadata of the route stands in the URL', () => {
    const trial = new RouteTrial('endpoint: event\n  value: envelope\n  index: main\n  sourcetype: st');
    trial.send([
      '{"event":"a"}',
      '{"event":"b","index":"own"}',
      '{"event":"c","time":1.7e9}',
      '{"evnt":1}',
      'x',
    ]);
    expect(trial.events()).toEqual({
      '{index:main,kind:event,sourcetype:st}': [
        [undefined, '{"event":"a"}'],
        [undefined, '{"time":1700000000,"event":"c"}'],
      ],
      '{index:main,kind:event,ownIndex:true,sourcetype:st}': [[undefined, '{"event":"b","index":"own"}']],
    });
    expect(trial.refused).toEqual([expect.stringMatching(/^3: .*"evnt"/), expect.stringMatching(/^4: 6 /)]);
  });

  test('tombstones and empty values go where the route says', () => {
    const skipping = new RouteTrial('endpoint: event\n  value: json').send([null, '1', '', null]);
    expect(skipping.skipped).toEqual(['tombstone 0-1', 'empty 2-3', 'tombstone 3-4']);
    const keeping = new RouteTrial('tombstones: dead_letter').send([null, null, '', 'a']);
    expect(keeping.refused).toEqual([expect.stringMatching(/^0: .*no value/), expect.stringMatching(/^1: /)]);
    expect(keeping.skipped).toEqual(['empty 2-3']);
    expect(new RouteTrial('empty_values: dead_letter').send(['']).refused).toEqual([
      expect.stringMatching(/no bytes/),
    ]);
  });
});

describe('runs', () => {
  test('each event is known by its record, over changes of destination, refusals and full batches', () => {
    const trial = new RouteTrial('endpoint: event\n  value: json\n  index: "{header:tenant|main}"');
    trial.client.size = 2;
    const values = Array.from({ length: 60 }, (_, i) => ({
      value: i % 7 === 3 ? null : i % 11 === 5 ? '{}' : String(i),
      headers: headersOf(i % 3 === 0 ? { tenant: 'a' } : {}),
    }));
    const records = memoryRecords(values);
    expect(trial.move(records)).toBe(60);
    let sent = 0;
    for (const { events, context } of trial.client.sent) {
      events.forEach(({ bytes }, event) => {
        sent++;
        expect([...context.records(event, event + 1)]).toEqual([
          { batch: records, from: Number(bytes), to: Number(bytes) + 1 },
        ]);
      });
      context.done(0, events.length);
    }
    expect(sent).toBe(values.filter(({ value }) => value !== null && value !== '{}').length);
    expect(records.holds).toBe(0);
  });

  test('no room: it stops there, and goes on there', () => {
    const trial = new RouteTrial('index: "{header:tenant|main}"');
    const records = memoryRecords(['a', { value: 'b', headers: headersOf({ tenant: 'x' }) }, 'c']);
    const label = '{"index":"x","kind":"raw","ownIndex":true}';
    trial.client.full.add(label);
    const road = trial.builder.build(records);
    expect(road.move(records, 0)).toBe(1);
    expect(road.move(records, 1)).toBe(1);
    trial.client.full.clear();
    expect(road.move(records, 1)).toBe(3);
    expect(trial.client.values()).toEqual(['ac', 'b']);
  });
});
