import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderCheckReference } from '../../../scripts/check-reference.js';
import { checkCodes } from '../../../src/check/check-codes.js';

const root = new URL('../../../../../', import.meta.url);

test('docs/checks.md is what the tables say; `pnpm write-docs` writes it anew', () => {
  expect(readFileSync(new URL('docs/checks.md', root), 'utf8')).toBe(renderCheckReference());
  for (const code of Object.keys(checkCodes)) expect(renderCheckReference()).toContain(`| \`${code}\` |`);
});

test('every code of the tables is used, and every code that is used is in a table', () => {
  const sources = new URL('apps/consumer/src/check/', root);
  const used = new Set<string>();
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('-codes.ts') || !file.endsWith('.ts')) continue;
    const text = readFileSync(new URL(file, sources), 'utf8');
    for (const [code] of text.matchAll(/(?<=')CHECK_[A-Z_]+(?=')/g)) used.add(code);
  }
  expect([...used].sort()).toEqual(Object.keys(checkCodes).sort());
});
