// The parts of a test run: what each one executes, and which result files tell how it went.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const places = ['packages', 'apps'];

/** Folders of the workspace's packages that have tests of this kind. */
export function packagesWithTests(root, kind) {
  return places
    .flatMap((place) => readdirSync(join(root, place)).map((name) => join(place, name)))
    .filter((folder) => existsSync(join(root, folder, 'test', kind)))
    .filter((folder) =>
      readdirSync(join(root, folder, 'test', kind), { recursive: true }).some((file) =>
        file.endsWith('.test.ts'),
      ),
    );
}

/** Where a package leaves its result: a file that is missing afterwards means that the suite could not start. */
export const resultFile = (kind) => `.results/${kind}.json`;

/**
 * @typedef {object} Part
 * @property {string} name what the closing table calls it
 * @property {string[]} command
 * @property {'unit' | 'integration'} [kind] where it runs tests: which ones
 */

const jest = (kind, more) => [
  'turbo',
  'run',
  `test:${kind}`,
  '--continue',
  '--output-logs=new-only',
  ...more,
  '--',
  '--json',
  `--outputFile=${resultFile(kind)}`,
];

/** @type {Part[]} */
export const parts = [
  { name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] },
  { name: 'lint', command: ['biome', 'ci', '--colors=off', '.'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
  { name: 'types', command: ['turbo', 'run', 'typecheck', '--output-logs=errors-only'] },
  { name: 'unit', command: jest('unit', []), kind: 'unit' },
  { name: 'integration', command: jest('integration', ['--concurrency=1']), kind: 'integration' },
];
