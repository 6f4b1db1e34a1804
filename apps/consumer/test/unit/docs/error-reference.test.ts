import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { renderErrorReference } from '../../../scripts/error-reference.js';
import { appErrorCodes } from '../../../src/error-codes.js';

const root = new URL('../../../../../', import.meta.url);

test('docs/errors.md is what the tables say; `pnpm write-docs` writes it anew', () => {
  expect(readFileSync(new URL('docs/errors.md', root), 'utf8')).toBe(renderErrorReference());
});

test('every code of the program is used, and every code that is used is in the table', () => {
  const sources = new URL('apps/consumer/src/', root);
  const used = new Set<string>();
  for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file === 'error-codes.ts') continue;
    for (const [code] of readFileSync(new URL(file, sources), 'utf8').matchAll(
      /(?<=')(?:ADMIN|STATUS|RELOAD|REPLAY|SETUP|WORKER)_[A-Z_]+(?=')/g,
    ))
      used.add(code);
  }
  expect([...used].sort()).toEqual(Object.keys(appErrorCodes).sort());
});
