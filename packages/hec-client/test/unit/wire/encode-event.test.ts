import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEvent, type HecEvent, multiMetric, singleMetric } from '../../../src/index.js';
import { encodeEvent, isRefusal } from '../../../src/wire/encode-event.js';
import { encodePremade } from '../../../src/wire/premade-envelope.js';

const circle: Record<string, unknown> = {};
circle.self = circle;

describe('an event that Splunk would refuse', () => {
  it.each<[string, unknown, number | undefined]>([
    ['no object', 7, 6],
    ['null', null, 6],
    ['a list', [], 6],
    ['without event', { time: 1 }, 12],
    ['with fields only', { fields: { a: 'b' } }, 12],
    ['a function as event', { event: () => {} }, 12],
    ['an empty text', { event: '' }, 13],
    ['white space', { event: ' \t\n' }, 13],
    ['null as event', { event: null }, 13],
    ['NaN as event', { event: Number.NaN }, 13],
    ['an empty object', { event: {} }, 13],
    ['an empty list', { event: [] }, 13],
    ['a circle', { event: circle }, 6],
    ['a BigInt', { event: 1n }, 6],
    ['an unknown key', { event: 'x', severity: 'high' }, undefined],
    ['an empty host', { event: 'x', host: '' }, 6],
    ['a source that is a number', { event: 'x', source: 1 }, 6],
    ['time NaN', { event: 'x', time: Number.NaN }, 15],
    ['time Infinity', { event: 'x', time: Number.POSITIVE_INFINITY }, 15],
    ['an invalid date', { event: 'x', time: new Date('x') }, 15],
    ['negative time', { event: 'x', time: -1 }, 15],
    ['time in milliseconds', { event: 'x', time: 1_700_000_000_000 }, 15],
    ['time in milliseconds as a text', { event: 'x', time: '1700000000123' }, 15],
    ['time in milliseconds with a fraction', { event: 'x', time: '1700000000123.5' }, 15],
    ['time in scientific notation', { event: 'x', time: '1.7e9' }, 15],
    ['time as words', { event: 'x', time: 'now' }, 15],
    ['nested fields', { event: 'x', fields: { a: { b: 1 } } }, 15],
    ['a field that is null', { event: 'x', fields: { a: null } }, 15],
    ['a list of numbers as field', { event: 'x', fields: { a: [1] } }, 15],
    ['a field that is NaN', { event: 'x', fields: { a: Number.NaN } }, 15],
    ['a list of fields', { event: 'x', fields: ['a'] }, 15],
    ['a metric without fields', { event: 'metric' }, 15],
    ['a metric without measurement', { event: 'metric', fields: { host: 'h' } }, 15],
    ['a measurement that is a text', { event: 'metric', fields: { 'metric_name:x': '1' } }, 15],
    ['a measurement without a name', { event: 'metric', fields: { 'metric_name:': 1 } }, 15],
  ])('%s', (_, event, code) => {
    const refusal = checkEvent(event as HecEvent);
    expect(refusal?.text).toMatch(/^not sent: /);
    expect(refusal?.code).toBe(code);
  });
});

describe('an event that Splunk takes', () => {
  it.each<[string, HecEvent, string]>([
    ['a text', { event: 'say "hi"' }, '{"event":"say \\"hi\\""}'],
    ['a number', { event: 0 }, '{"event":0}'],
    ['a date, which is no empty object', { event: new Date(0) }, '{"event":"1970-01-01T00:00:00.000Z"}'],
    ['a tiny time', { event: 1, time: 1e-7 }, '{"time":0,"event":1}'],
    ['time as a text', { event: 1, time: '1700000000.123' }, '{"time":"1700000000.123","event":1}'],
    [
      'everything',
      {
        event: { a: 1 },
        time: new Date(1_700_000_000_123),
        host: 'h',
        source: 's',
        sourcetype: 't',
        index: 'i',
        fields: { a: 'b', c: ['d', 'e'], f: 1, g: true },
      },
      '{"time":1700000000.123,"host":"h","source":"s","sourcetype":"t","index":"i","fields":{"a":"b","c":["d","e"],"f":1,"g":true},"event":{"a":1}}',
    ],
  ])('%s', (_, event, text) => {
    expect(encodeEvent(event)).toEqual({ text, ownIndex: 'index' in event });
  });

  it('reads back as it was given, whatever JSON it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2 ** 31), (event, seconds) => {
        const encoded = encodeEvent({ event, time: seconds });
        if (isRefusal(encoded)) {
          expect([12, 13]).toContain(encoded.code);
          return;
        }
        expect(JSON.parse(encoded.text)).toEqual({ event: JSON.parse(JSON.stringify(event)), time: seconds });
      }),
    );
  });
});

describe('metrics', () => {
  it('one in a row', () => {
    const event = singleMetric({ name: 'cpu', value: 1.5, dimensions: { region: 'eu' }, host: 'h' });
    expect(event).toEqual({
      event: 'metric',
      host: 'h',
      fields: { region: 'eu', metric_name: 'cpu', _value: 1.5 },
    });
    expect(checkEvent(event)).toBeUndefined();
    expect(checkEvent(singleMetric({ name: '', value: 1 }))?.code).toBe(15);
    expect(checkEvent(singleMetric({ name: 'x', value: Number.NaN }))?.code).toBe(15);
  });

  it('several in a row', () => {
    const event = multiMetric({ values: { cpu: 1, mem: 2 }, dimensions: { region: 'eu' } });
    expect(event.fields).toEqual({ region: 'eu', 'metric_name:cpu': 1, 'metric_name:mem': 2 });
    expect(checkEvent(event)).toBeUndefined();
    expect(checkEvent(multiMetric({ values: {} }))?.code).toBe(15);
    expect(checkEvent(multiMetric({ values: { x: Number.NaN } }))?.code).toBe(15);
  });
});

describe('an envelope that is written already', () => {
  it('goes as it is', () => {
    const envelope = ' {"event" : 12345678901234567890, "index":"i"}\n';
    expect(encodePremade({ envelope })).toEqual({ text: envelope.trim(), ownIndex: true });
    expect(encodePremade({ envelope: Buffer.from(envelope) })).toEqual({
      text: envelope.trim(),
      ownIndex: true,
    });
  });

  it('is mended where its time would not be read', () => {
    expect(encodePremade({ envelope: '{"time": 1.7E9, "event":"x"}' })).toEqual({
      text: '{"time":1700000000,"event":"x"}',
      ownIndex: false,
    });
  });

  it.each([
    ['{"event":"x"', 6],
    ['[]', 6],
    ['{"event":"x"} {"event":"y"}', 6],
    ['{"event":" "}', 13],
    ['{"event":"x","time":1700000000123}', 15],
    ['{"event":"x","time":"1700000000123"}', 15],
    ['{"event":"x","sev":1}', undefined],
  ])('%s is refused', (envelope, code) => {
    const refusal = checkEvent({ envelope });
    expect(refusal?.text).toMatch(/^not sent: /);
    expect(refusal?.code).toBe(code);
  });

  it('is refused when it is not UTF-8', () => {
    expect(
      checkEvent({
        envelope: Buffer.concat([Buffer.from('{"event":"'), Buffer.from([0xff]), Buffer.from('"}')]),
      }),
    ).toMatchObject({ code: 6 });
  });
});
