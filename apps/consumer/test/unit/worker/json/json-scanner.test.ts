import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonScanner, jsonText, MAX_DEPTH } from '../../../../src/worker/json/json-scanner.js';

type Path = readonly string[];

/** What the scanner finds at the pointers; undefined for invalid JSON. @param read - makes numbers what they mean */
function scan(json: Buffer, paths: readonly Path[], read = false): (string | null)[] | undefined {
  // Among other bytes, as a value stands in a fetch.
  const bytes = Buffer.concat([Buffer.from('{"}'), json, Buffer.from(']"1')]);
  const scanner = new JsonScanner(paths);
  const valid = scanner.scan(bytes, 3, 3 + json.length);
  const found = paths.map((_, i) => {
    const [start = -1, end = -1] = scanner.ranges.subarray(2 * i, 2 * i + 2);
    if (start < 0) return null;
    const text = jsonText(bytes, start, end);
    // Numbers come as they are written: 1e00.
    return /["tf]/.test(String.fromCharCode(bytes[start] as number)) || !read ? text : String(Number(text));
  });
  if (!valid) expect(found.every((text) => text === null)).toBe(true);
  return valid ? found : undefined;
}

/** The same by JSON.parse. */
function byParse(json: string, paths: readonly Path[]): (string | null)[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  return paths.map((path) => {
    const found = path.reduce<unknown>(step, value);
    return found === undefined || found === null || typeof found === 'object' ? null : String(found);
  });
}

function step(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(name)) return undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

const name = fc.oneof(
  fc.constantFrom('a', 'b', '0', '1', '', '__proto__', 'ü', '"', '\\', '01'),
  fc.string({ maxLength: 3 }),
);
const paths = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 3 }), {
  maxLength: 4,
  selector: (path) => JSON.stringify(path),
});
const whole = fc.oneof(fc.integer().map(String), fc.string(), fc.constantFrom('true', 'a b', 'x\ny'));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    whole,
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));

describe('JsonScanner', () => {
  test('property: finds what JSON.parse finds, however the value is spaced', () => {
    const indent = fc.constantFrom('', ' ', '\t', '\n');
    fc.assert(
      fc.property(value, paths, indent, (content, pointers, space) => {
        const json = `${space}${JSON.stringify(content, undefined, space)}${space}`;
        expect(scan(Buffer.from(json), pointers, true)).toEqual(byParse(json, pointers));
      }),
      { numRuns: 1000 },
    );
  });

  test('property: what is broken somewhere is valid exactly where JSON.parse says so', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '0',
      '-',
      '.',
      'e',
      'true',
      'n',
      ' ',
      'ü',
    );
    fc.assert(
      fc.property(value, fc.nat(), fc.nat(3), piece, (content, at, remove, insert) => {
        const json = JSON.stringify(content);
        const place = at % (json.length + 1);
        const broken = json.slice(0, place) + insert + json.slice(place + remove);
        // A surrogate cut in two is no text in UTF-8.
        const bytes = Buffer.from(broken);
        const text = bytes.toString();
        expect(scan(bytes, [['a']], true)).toEqual(byParse(text, [['a']]));
      }),
      { numRuns: 3000 },
    );
  });

  test('property: of pieces put together at random, the valid ones are those of JSON.parse', () => {
    const piece = fc.constantFrom(
      '{"a":',
      '[',
      ']',
      '}',
      ',',
      '1',
      '"a"',
      '"a":',
      'null',
      '-0.5e+3',
      '""',
      '01',
      'tru',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const json = pieces.join('');
        expect(scan(Buffer.from(json), [['a'], ['a', '0']], true)).toEqual(
          byParse(json, [['a'], ['a', '0']]),
        );
      }),
      { numRuns: 5000 },
    );
  });

  test.each<[string, Path, string | null]>([
    ['{"a":{"b":"x"},"a":2}', ['a', 'b'], null],
    ['{"a":2,"a":{"b":"x"}}', ['a', 'b'], 'x'],
    ['{"a":"x","a":null}', ['a'], null],
    ['{"\\u0061":"x"}', ['a'], 'x'],
    ['{"a":"\\u00fc\\n\\""}', ['a'], 'ü\n"'],
    ['{"a":1.50e1}', ['a'], '1.50e1'],
    ['[[1],[2,{"b":true}]]', ['1', '1', 'b'], 'true'],
    ['["x"]', ['00'], null],
    ['"top"', ['a'], null],
  ])('%s at %j is %j', (json, path, expected) => {
    expect(scan(Buffer.from(json), [path])).toEqual([expected]);
  });

  test('invalid UTF-8, a byte order mark and too many brackets are refused, and cost no stack', () => {
    expect(scan(Buffer.from('{"a":"\xff"}', 'latin1'), [])).toBeUndefined();
    expect(scan(Buffer.from('\ufeff1'), [])).toBeUndefined();
    const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
    expect(scan(nested(MAX_DEPTH), [])).toEqual([]);
    expect(scan(nested(MAX_DEPTH + 1), [])).toBeUndefined();
    expect(scan(Buffer.from('[{"a":'.repeat(300_000)), [['0', 'a']])).toBeUndefined();
  });

  test('says what Splunk calls blank', () => {
    const blank = (json: string): boolean => {
      const bytes = Buffer.from(json);
      const scanner = new JsonScanner([]);
      expect(scanner.scan(bytes, 0, bytes.length)).toBe(true);
      return scanner.blank;
    };
    for (const json of ['null', ' {} ', '{ \n}', '[ ]', '""', '" \\n\\t "'])
      expect([json, blank(json)]).toEqual([json, true]);
    for (const json of ['0', 'false', '"a"', '[0]', '{"a":null}', '"\\u0000"'])
      expect([json, blank(json)]).toEqual([json, false]);
  });
});
