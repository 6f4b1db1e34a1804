import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const program = fileURLToPath(new URL('../../bin/write-api-docs.js', import.meta.url));
const committed = fileURLToPath(new URL('../../../../packages/hec-client/docs/api', import.meta.url));

const pages = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

test('the API reference is what the sources say (`pnpm write-docs` writes it), and no link in it is broken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'api-docs-'));
  try {
    // Warnings, such as a link that leads nowhere, end the program with 1.
    await promisify(execFile)(process.execPath, [program, folder], { env: { PATH: process.env.PATH } });
    expect(pages(committed)).toEqual(pages(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
