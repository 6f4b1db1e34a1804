import { expect, test } from '@jest/globals';
import { checkManifest } from '../../src/check-manifest.js';
import type { Manifest } from '../../src/manifest.js';

const good: Manifest = {
  name: '@kafka-splunk/hec-client',
  version: '1.2.3',
  license: 'MIT',
  engines: { node: '>=20.19.4' },
  repository: { url: 'git+https://github.com/owner/kafka-splunk.git', directory: 'packages/hec-client' },
  publishConfig: { access: 'public', provenance: true },
  dependencies: { undici: '7.30.2' },
  scripts: { build: 'tsc -b' },
};

const failed = (manifest: Manifest, repository?: string) =>
  checkManifest(manifest, repository)
    .filter(({ status }) => status === 'failed')
    .map(({ check, text }) => `${check}: ${text}`);

test('a manifest as it should be', () => {
  expect(failed(good, 'owner/kafka-splunk')).toEqual([]);
  expect(checkManifest(good).every(({ status }) => status === 'ok')).toBe(true);
});

test.each(['workspace:^', 'catalog:', 'link:../config', 'file:../config.tgz'])(
  'a range of %s is no range',
  (range) => {
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies'] as const) {
      expect(failed({ ...good, [kind]: { inner: range } })).toEqual([
        `ranges: inner is asked for as ${range}`,
      ]);
    }
  },
);

test('nothing runs on the machine of a user', () => {
  expect(failed({ ...good, scripts: { postinstall: 'node x.js' } })).toEqual([
    "scripts: postinstall would run at the user's",
  ]);
});

test('licence, engines and private are looked at', () => {
  const { license, engines, ...rest } = good;
  expect([license, engines]).not.toContain(undefined);
  expect(failed({ ...rest, private: true })).toEqual([
    'fields: license is not MIT; engines.node is missing; it is private',
  ]);
});

test('provenance: asked for, and in CI for the repository that builds', () => {
  const { repository, ...homeless } = good;
  expect(repository).toBeDefined();
  expect(checkManifest(homeless).at(-1)?.status).toBe('note');
  expect(failed(homeless, 'owner/kafka-splunk')).toEqual([
    'provenance: repository must name owner/kafka-splunk',
  ]);
  expect(failed(good, 'other/kafka-splunk')).toHaveLength(1);
  expect(failed({ ...good, publishConfig: { access: 'public' } })).toHaveLength(1);
});
