import { expect, test } from '@jest/globals';
import { oddLicences } from '../../src/bill-of-materials.js';
import { versions } from '../../src/check-changesets.js';
import { main } from '../../src/main.js';
import { whyNotHere } from '../../src/may-publish.js';
import { renderTable } from '../../src/table.js';

test('nothing is published from a desk, nor by a job without an identity', async () => {
  expect(whyNotHere({})).toMatch(/CI alone/);
  expect(whyNotHere({ GITHUB_ACTIONS: 'true' })).toMatch(/id-token: write/);
  expect(whyNotHere({ GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://one' })).toBeUndefined();
  expect(await main(['--dry'])).toBe(2);
});

test('licences that may not come along are named', () => {
  const one = (name: string, id?: string) => ({
    name,
    licenses: id === undefined ? [] : [{ license: { id } }],
  });
  expect(oddLicences({ components: [one('a', 'MIT'), one('b', 'Apache-2.0')] })).toEqual([]);
  expect(oddLicences({ components: [one('c', 'GPL-3.0-only'), one('d')] })).toEqual([
    'c is under GPL-3.0-only',
    'd is under no licence',
  ]);
  expect(
    oddLicences({ components: [{ name: 'e', licenses: [{ expression: 'MIT OR GPL-2.0' }] }] }),
  ).toHaveLength(1);
});

test('a package that only takes part gets no version', () => {
  const releases = [
    { name: 'a', type: 'minor', newVersion: '0.1.0' },
    { name: 'b', type: 'none', newVersion: '0.0.0' },
  ];
  expect([...versions({ releases })]).toEqual([['a', '0.1.0']]);
});

test('the table says what was looked at, and below it what is to be mended', () => {
  const ok = { check: 'licence', status: 'ok', text: '' } as const;
  const bad = { check: 'size', status: 'failed', text: 'too much' } as const;
  const row = { name: 'a', version: '0.0.0 → 0.1.0', files: 3, bytes: 2049, findings: [ok, bad] };
  const table = renderTable([row], [{ check: 'installs', status: 'ok', text: '' }]);
  expect(table.split('\n')).toEqual([
    'package  version        files  KiB  licence  size',
    'a        0.0.0 → 0.1.0  3      3    ok       FAILED',
    '',
    'installs: ok',
    'FAILED a, size: too much',
  ]);
});
