import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EnvelopeSplitter } from '../../src/protocol/envelope-splitter.js';
import { topLevelValue } from '../../src/protocol/top-level-value.js';

function split(body: Buffer): { texts: string[]; malformed: boolean } {
  const splitter = new EnvelopeSplitter(body);
  const texts: string[] = [];
  while (splitter.next()) texts.push(body.toString('utf8', splitter.start, splitter.end));
  return { texts, malformed: splitter.malformed };
}

const objects = fc.array(
  fc
    .tuple(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), fc.constantFrom(0, 2))
    .map(([value, indent]) => JSON.stringify(value, undefined, indent)),
);
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t') });

test('finds every object again, whatever it holds and whatever space is between', () => {
  fc.assert(
    fc.property(objects, space, (texts, between) => {
      const body = Buffer.from(between + texts.join(between) + between);
      expect(split(body)).toEqual({ texts, malformed: false });
    }),
  );
});

test('finds the elements of an array too', () => {
  fc.assert(
    fc.property(objects, space, (texts, between) => {
      const body = Buffer.from(
        `${between}[${between}${texts.join(`${between},${between}`)}${between}]${between}`,
      );
      expect(split(body)).toEqual({ texts, malformed: false });
    }),
  );
});

test('a body cut short is malformed, after the objects that are whole', () => {
  fc.assert(
    fc.property(objects, fc.nat(), (texts, at) => {
      const whole = texts.join('\n');
      const cut = at % (whole.length + 1);
      const found = split(Buffer.from(Buffer.from(whole).subarray(0, cut)));
      expect(texts.slice(0, found.texts.length)).toEqual(found.texts);
    }),
  );
});

test('any bytes at all: it comes to an end, and what it finds lies in order', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const likely = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ' ', 'a') });
  fc.assert(
    fc.property(
      fc.oneof(
        bytes.map(Buffer.from),
        likely.map((text) => Buffer.from(text)),
      ),
      (body) => {
        const splitter = new EnvelopeSplitter(body);
        let end = 0;
        while (splitter.next()) {
          expect(splitter.start).toBeGreaterThanOrEqual(end);
          expect(splitter.end).toBeGreaterThan(splitter.start);
          end = splitter.end;
        }
        expect(end).toBeLessThanOrEqual(body.length);
      },
    ),
  );
});

test.each(['a', '{', '{"a', '{"a\\"}', '[{}', '[{},]', '[,{}]', '{},{}', '[{}{}]', '[[{}]]', '}'])(
  '%s is malformed',
  (text) => {
    expect(split(Buffer.from(text)).malformed).toBe(true);
  },
);

test('the text of a top-level value is found, and only there', () => {
  expect(topLevelValue('{"a":{"time":1e9},"time" : 1.5}', 'time')).toBe('1.5');
  expect(topLevelValue('{"event":"\\"time\\":1e9"}', 'time')).toBeUndefined();
  expect(topLevelValue('{"x":"time","time":1,"time":2}', 'time')).toBe('2');
  expect(topLevelValue('{"ti\\u006de":7}', 'time')).toBe('7');
});
