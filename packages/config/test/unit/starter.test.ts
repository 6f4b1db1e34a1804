import { describe, expect, test } from '@jest/globals';
import { configSchema, isConfigError, type Problem, starterFile } from '../../src/index.js';
import { keyTable } from '../../src/keys/key-table.js';
import { openKeys, usualKeys } from '../../src/starter/chosen-keys.js';
import { parse } from '../config-cases.js';

const env = { HEC_TOKEN: 't0ken' };

function problemsOf(text: string): readonly Problem[] {
  try {
    parse(text, { env, readFile: () => Buffer.from('s3cret') });
    return [];
  } catch (error) {
    if (isConfigError(error)) return error.problems;
    throw error;
  }
}

/** The lines of a file with one of them, and those that it stands under, freed of their `#`. */
function opened(lines: readonly string[], index: number): string {
  const copy = [...lines];
  let depth = Number.POSITIVE_INFINITY;
  for (let at = index; at >= 0; at--) {
    const [, indent = '', mark = '', rest = ''] = /^( *)(#?)((?:- )?[a-z_]+:.*)$/.exec(lines[at] ?? '') ?? [];
    if (rest === '') continue;
    const here = indent.length + (rest.startsWith('- ') && at !== index ? 1 : 0);
    const parent = here < depth;
    const sibling = rest.startsWith('- ') && at !== index && here === depth - 1;
    if (at !== index && !parent && !sibling) continue;
    depth = Math.min(depth, indent.length);
    if (mark === '#') copy[at] = `${indent}${rest}`;
  }
  return copy.join('\n');
}

describe.each([
  ['the usual keys', starterFile()],
  ['all keys', starterFile({ all: true })],
])('a new file with %s', (_, text) => {
  const lines = text.split('\n');

  test('is valid as it stands, and nothing in it is too wide', () => {
    expect(problemsOf(text)).toEqual([]);
    expect(lines.filter((line) => line.length > 118)).toEqual([]);
  });

  const closed = lines.flatMap((line, index) =>
    /^ *#(?:- )?[a-z_]+: \S/.test(line) ? [[line.trim(), index] as const] : [],
  );

  test('has keys behind #', () => expect(closed.length).toBeGreaterThan(15));

  test.each(closed)('%s can be opened', (_line, index) => {
    // What belongs together is told where half of it is opened; a wrong name, value or place is a fault of the file.
    const faults = problemsOf(opened(lines, index)).filter(
      ({ reason }) => !['conflict', 'missing-key', 'file', 'environment'].includes(reason),
    );
    expect(faults).toEqual([]);
  });
});

test('the chosen keys exist, and all keys are in the long one', () => {
  const paths = keyTable.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([...Object.keys(openKeys), ...usualKeys]));
  const text = starterFile({ all: true });
  for (const { path, retired } of keyTable) {
    const line = new RegExp(`^ *#?(?:- )?${path.split('.').at(-1)}:`, 'm');
    expect([path, line.test(text)]).toEqual([path, retired === undefined]);
  }
  expect(configSchema().type).toBe('object');
});
