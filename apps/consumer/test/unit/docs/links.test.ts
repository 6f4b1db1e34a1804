import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const root = new URL('../../../../../', import.meta.url);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'apps/consumer/deploy/README.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(pages)('every link of %s to a file of this repository leads to one', (page) => {
  const at = new URL(page, root);
  const targets = [...readFileSync(at, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    ([, path]) => path,
  );
  expect(targets.filter((path = '') => !existsSync(new URL(path, at)))).toEqual([]);
});

test('the index names every page', () => {
  const index = readFileSync(new URL('docs/README.md', root), 'utf8');
  const named = (page: string) => index.includes(`(${page.replace('docs/', '')})`);
  expect(pages.filter((page) => /^docs\/(?!README)/.test(page) && !named(page))).toEqual([]);
});

test('every test that the threat model names is there', () => {
  const folders: Readonly<Record<string, string>> = {
    app: 'apps/consumer',
    config: 'packages/config',
    'hec-client': 'packages/hec-client',
    'kafka-balanced-consumer': 'packages/kafka-balanced-consumer',
  };
  const model = readFileSync(new URL('docs/threat-model.md', root), 'utf8');
  const named: string[] = [];
  for (const [, cell = ''] of model.matchAll(/\| ([^|]*) \|$/gm)) {
    let folder = '';
    for (const [, owner, path = ''] of cell.matchAll(/(?:([\w-]+) )?`([^`]+)`/g)) {
      folder = folders[owner ?? ''] ?? folder;
      if (/^(unit|integration)\//.test(path)) named.push(`${folder}/test/${path}`);
    }
  }
  expect(named.length).toBeGreaterThan(20);
  const there = (path: string) => ['', '.test.ts'].some((end) => existsSync(new URL(path + end, root)));
  expect(named.filter((path) => !there(path))).toEqual([]);
});
