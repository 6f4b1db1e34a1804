import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
/** What a workflow runs and uses, in its order. */
const steps = (name: string): string[] =>
  [
    ...read(`.github/workflows/${name}.yml`).matchAll(
      /^ +(?:- )?(?:run|uses|publish): ([^\s@]+(?: [^#\n]*)?)/gm,
    ),
  ].map(([, what = '']) => what.trim());

test('what SECURITY.md says of the audit is what CI does', () => {
  expect(read('SECURITY.md')).toContain('`pnpm audit --prod`');
  expect(steps('ci')).toContain('pnpm audit --prod');
  expect(read('.github/workflows/ci.yml')).toMatch(/pull_request:.*schedule:.*cron:/s);
});

test('a release is audited before anything is published, says where it came from, and keeps its bills', () => {
  const release = steps('release');
  const [install, audit, publish, keep] = [
    'pnpm install --frozen-lockfile',
    'pnpm audit --prod',
    'pnpm release',
    'actions/upload-artifact',
  ].map((step) => release.indexOf(step)) as [number, number, number, number];
  expect(install).toBeGreaterThan(-1);
  expect(audit).toBeGreaterThan(install);
  expect(publish).toBeGreaterThan(audit);
  expect(keep).toBeGreaterThan(publish);
  const text = read('.github/workflows/release.yml');
  expect(text).toMatch(/id-token: write/);
  expect(text).toMatch(/NPM_CONFIG_PROVENANCE: "true"/);
  expect(text).toMatch(/path: \.release\/\*\.cdx\.json/);
});
