import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type DeadLetter,
  idOf,
  MOST_EARLIER,
  nextLetter,
  originOf,
} from '../../../src/dead-letters/dead-letter.js';
import { readTopicRecord, topicRecord } from '../../../src/dead-letters/letter-headers.js';
import { letterLine, readLetterLine } from '../../../src/dead-letters/letter-line.js';
import { aLetter } from '../../fixtures/letters.js';

const first = aLetter({ headers: [{ key: 'h', value: null }] });
const second = nextLetter(first, { text: 'too long for the raw endpoint' }, 1_700_000_200_000);

// Files and topics outlive the program that wrote them: what is pinned here must be read by every later one.
describe('the line', () => {
  test('of a first and of a second refusal', () => {
    expect(letterLine(first)).toBe(
      '{"time":"2023-11-14T22:15:00.000Z","topic":"orders","partition":3,"offset":1234,"timestamp":1700000000000,"attempts":1,' +
        '"reason":{"code":6,"status":400,"text":"Invalid data format"},"key":"aw==","value":"cG9pc29u","headers":[{"key":"h","value":null}]}\n',
    );
    expect(JSON.parse(letterLine(second))).toMatchObject({
      attempts: 2,
      reason: { code: null, status: null, text: 'too long for the raw endpoint' },
      earlier: [
        {
          time: '2023-11-14T22:15:00.000Z',
          reason: { code: 6, status: 400, text: 'Invalid data format' },
        },
      ],
    });
  });

  test('of before there were replays is read as a first attempt', () => {
    const { attempts: _, ...old } = JSON.parse(letterLine(first));
    expect(readLetterLine(JSON.stringify(old))).toEqual(first);
  });

  test.each(['', '{"torn":', 'null', '[]', '{"time":"2023-11-14T22:15:00.000Z"}', '7'])(
    '%j is none',
    (line) => {
      expect(readLetterLine(line)).toBeUndefined();
    },
  );
});

describe('the record', () => {
  const texts = (letter: DeadLetter) =>
    topicRecord(letter).headers.map(({ key, value }) => `${key}=${value?.toString() ?? 'null'}`);

  test('of a first and of a second refusal', () => {
    expect(texts(first)).toEqual([
      'h=null',
      'kafka-splunk.topic=orders',
      'kafka-splunk.partition=3',
      'kafka-splunk.offset=1234',
      'kafka-splunk.timestamp=1700000000000',
      'kafka-splunk.code=6',
      'kafka-splunk.status=400',
      'kafka-splunk.text=Invalid data format',
      'kafka-splunk.time=2023-11-14T22:15:00.000Z',
      'kafka-splunk.attempts=1',
    ]);
    expect(texts(second).slice(-3)).toEqual([
      'kafka-splunk.time=2023-11-14T22:16:40.000Z',
      'kafka-splunk.attempts=2',
      'kafka-splunk.earlier=[{"time":"2023-11-14T22:15:00.000Z","reason":{"code":6,"status":400,"text":"Invalid data format"}}]',
    ]);
    expect(topicRecord(first)).toMatchObject({ key: Buffer.from('k'), value: Buffer.from('poison') });
  });

  test('of somebody else is none', () => {
    expect(readTopicRecord({ key: null, value: null, headers: [] })).toBeUndefined();
    const half = { key: 'kafka-splunk.topic', value: Buffer.from('t') };
    expect(readTopicRecord({ key: null, value: null, headers: [half] })).toBeUndefined();
  });

  test('whose own headers are those of an earlier dead letter keeps them as its own', () => {
    const again = aLetter({ headers: topicRecord(first).headers, refusal: { time: 0, text: 'no code' } });
    expect(readTopicRecord(topicRecord(again))).toEqual(again);
  });
});

const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array));
const nullable = fc.option(bytes);
const time = fc.integer({ min: 0, max: 4e12 });
const refusal = fc.record(
  { time, text: fc.string(), code: fc.nat(30), status: fc.nat(599) },
  { requiredKeys: ['time', 'text'] },
);
const anyLetter: fc.Arbitrary<DeadLetter> = fc.record({
  topic: fc.stringMatching(/^[a-z._-]{1,9}$/),
  partition: fc.nat(),
  offset: fc.maxSafeNat(),
  timestamp: fc.option(fc.integer({ min: 0, max: 8.64e15 }), { nil: undefined }),
  attempts: fc.integer({ min: 1, max: 1000 }),
  refusal,
  earlier: fc.array(refusal, { maxLength: 3 }),
  key: nullable,
  value: nullable,
  headers: fc.array(fc.record({ key: fc.string(), value: nullable }), { maxLength: 4 }),
});

test('whatever is written is read as it was', () => {
  fc.assert(
    fc.property(anyLetter, (letter) => {
      expect(readLetterLine(letterLine(letter))).toEqual(letter);
      expect(readTopicRecord(topicRecord(letter))).toEqual(letter);
    }),
  );
});

test('history is bounded, and the count of attempts is not', () => {
  let letter = first;
  for (let time = 1; time <= 30; time++) letter = nextLetter(letter, { text: `${time}` }, time);
  expect(letter.attempts).toBe(31);
  expect(letter.earlier).toHaveLength(MOST_EARLIER);
  expect(letter.earlier.at(-1)).toEqual({ time: 29, text: '29' });
  expect([originOf(letter), idOf(letter)]).toEqual([
    'orders/3/1234',
    'orders/3/1234@1970-01-01T00:00:00.030Z',
  ]);
});
