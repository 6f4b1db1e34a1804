import { expect, test } from '@jest/globals';
import { checkContents, entries, largestBytes } from '../../src/check-contents.js';
import type { Manifest } from '../../src/manifest.js';

const manifest: Manifest = {
  name: 'thing',
  version: '1.0.0',
  bin: { thing: 'bin/thing.js' },
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
};
const good = ['LICENSE', 'README.md', 'package.json', 'bin/thing.js', 'dist/index.js', 'dist/index.d.ts'];

const failed = (paths: readonly string[], bytes = 1) =>
  checkContents(manifest, new Map(paths.map((path) => [path, bytes])))
    .filter(({ status }) => status === 'failed')
    .map(({ check }) => check);

test('a tarball as it should be', () => {
  expect(failed(good)).toEqual([]);
  expect(entries(manifest)).toEqual(['bin/thing.js', 'dist/index.d.ts', 'dist/index.js', 'package.json']);
});

test.each([
  'test/unit/thing.js',
  'dist/thing.test.js',
  'dist/thing.test.d.ts',
  'jest.config.js',
  'tsconfig.json',
  'dist/.tsbuildinfo',
  '.env',
  '.npmrc',
  'tls/server.key',
  'node_modules/other/index.js',
])('%s does not belong', (path) => {
  expect(failed([...good, path])).toEqual(['no extras']);
});

test.each(['dist/latest.js', 'dist/contest/run.js', 'dist/probe/token-test-file.js', 'dist/keys/key.js'])(
  '%s does belong',
  (path) => {
    expect(failed([...good, path])).toEqual([]);
  },
);

test('what is missing is named', () => {
  expect(failed(good.filter((path) => path !== 'LICENSE'))).toEqual(['licence']);
  expect(failed(good.filter((path) => path !== 'dist/index.d.ts'))).toEqual(['entries']);
  expect(failed(good, largestBytes)).toEqual(['size']);
});
