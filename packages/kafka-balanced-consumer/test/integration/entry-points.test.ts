import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Each entry point, and a value that tells that it is the right one. */
const marks: Record<string, string> = {
  '.': 'isConsumerError',
  './producer': 'isConsumerError',
  './admin': 'isConsumerError',
  './range-reader': 'isConsumerError',
  './pause-causes': 'BUDGET_CAUSE',
};

// Jest's loader is more lenient with CommonJS modules than Node's: only Node can tell that the package loads.
test('every entry point loads in plain Node, by import and by require', async () => {
  const { name, exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as {
    name: string;
    exports: Record<string, unknown>;
  };
  const entries = Object.keys(exports).filter((path) => !path.endsWith('.json'));
  expect(entries).toEqual(Object.keys(marks));
  for (const [entry, mark] of Object.entries(marks)) {
    const specifier = JSON.stringify(name + entry.slice(1));
    const imported = await run(
      process.execPath,
      ['--input-type=module', '-e', `console.log(Object.keys(await import(${specifier})))`],
      { cwd: root },
    );
    const required = await run(process.execPath, ['-e', `console.log(Object.keys(require(${specifier})))`], {
      cwd: root,
    });
    expect(imported.stdout).toContain(mark);
    expect(required.stdout).toContain(mark);
  }
}, 30_000);
