import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainText, type Template } from '../../src/index.js';
import { parseTemplate } from '../../src/template/parse-template.js';
import { fileWith, parse, problemOf } from '../config-cases.js';

const parts = (text: string): Template['parts'] => {
  const parsed = parseTemplate(text);
  if (!('parts' in parsed)) throw new Error(parsed.fault);
  return parsed.parts;
};

describe('templates', () => {
  test.each<[string, Template['parts']]>([
    ['', []],
    ['plain', ['plain']],
    ['{topic}', [{ kind: 'topic' }]],
    ['a{partition}-{offset}b', ['a', { kind: 'partition' }, '-', { kind: 'offset' }, 'b']],
    [
      '{key|none}{timestamp|}',
      [
        { kind: 'key', fallback: 'none' },
        { kind: 'timestamp', fallback: '' },
      ],
    ],
    ['{header:x:y z|a|b}', [{ kind: 'header', name: 'x:y z', fallback: 'a|b' }]],
    ['{json:/a~1b/~0c/0/}', [{ kind: 'json', path: ['a/b', '~c', '0', ''] }]],
    ['{{topic}}', ['{topic}']],
    ['{{{topic}}}', ['{', { kind: 'topic' }, '}']],
  ])('%s', (text, expected) => {
    expect(parts(text)).toEqual(expected);
  });

  test.each([
    ['{tpoic}', 0, 'no such placeholder'],
    ['ab{', 2, 'without a "}"'],
    ['a}b', 1, 'without a "{"'],
    ['{topic} {header:}', 8, 'needs its name'],
    ['x{json:a}', 1, 'no JSON pointer'],
    ['{json:}', 0, 'no JSON pointer'],
    ['{json:/~2}', 0, 'no JSON pointer'],
    [`{json:${'/a'.repeat(33)}}`, 0, 'no JSON pointer'],
    ['{topic:x}', 0, 'no such placeholder'],
    ['{}', 0, 'no such placeholder'],
    ['{Topic}', 0, 'no such placeholder'],
  ])('%s has its fault at %i: %s', (text, at, words) => {
    expect(parseTemplate(text)).toEqual({ at, fault: expect.stringContaining(words) });
  });

  test('property: any text with its braces doubled is that text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const doubled = text.replaceAll(/[{}]/g, '$&$&');
        expect(parts(doubled).join('')).toBe(text);
      }),
    );
  });

  test('property: a text is read, or its fault is inside it', () => {
    const piece = fc.constantFrom('{', '}', '|', ':', '/', '~', 'topic', 'header', 'json', 'a');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const parsed = parseTemplate(text);
        if ('parts' in parsed) expect(parsed.written).toBe(text);
        else expect(text[parsed.at]).toMatch(/[{}]/);
      }),
    );
  });

  test('only a template without placeholders is plain text', () => {
    expect(plainText({ written: '', parts: ['a', 'b'] })).toBe('ab');
    expect(plainText({ written: '', parts: ['a', { kind: 'key' }] })).toBeUndefined();
  });

  test('in a file a fault is told with the place of its brace', () => {
    const index = (text: string) => problemOf(fileWith({ routes: `- topics: [t]\n    index: ${text}` }));
    expect(index('"a{tpoic}"')).toMatchObject({
      key: 'routes[0].index',
      line: 10,
      column: 14,
      text: expect.stringContaining('character 2: no such placeholder'),
    });
    expect(index('a{tpoic}')).toMatchObject({ line: 10, column: 13 });
    // Escapes in the text: its own place must do.
    expect(index('"\\x61{tpoic}"')).toMatchObject({ line: 10, column: 12 });
  });

  test('the environment comes first, and what it gives is not shown', () => {
    const file = fileWith({ routes: `- topics: [t]\n    index: "\${I}"` });
    const { config } = parse(file, { env: { I: '{topic}' } });
    expect(config.routes[0]?.index).toMatchObject([{ parts: [{ kind: 'topic' }] }]);
    expect(problemOf(file, { env: { I: 'hush{' } }).text).not.toContain('hush');
  });
});
