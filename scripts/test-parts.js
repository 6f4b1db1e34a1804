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
 * @property {string[]} [command]
 * @property {'unit' | 'integration'} [kind] where it runs tests: which ones
 * @property {string[]} [only] folders of the packages whose tests it runs; all that have some by default
 * @property {string} [files] a part of the names of the test files it runs
 * @property {boolean} [ownKafka] the tests start a Kafka of their own instead of sharing one
 * @property {boolean} [uncached] what turbo remembers of earlier runs does not count
 * @property {() => Promise<Record<string, string>>} [env] variables for the tests
 */

/** The command that runs the tests of one kind in these packages, and leaves a result in each. */
export function testCommand({ kind, files, uncached }, folders) {
  const only = folders.map((folder) => `--filter=./${folder}`);
  // Integration tests share one Kafka and two cores: one package after the other. Units: as many as CI has cores.
  const order = [`--concurrency=${kind === 'integration' ? 1 : 2}`];
  // Neither read nor written: the next ordinary run must not take over what another Node answered.
  if (uncached) order.push('--cache=local:,remote:');
  const jest = ['--json', `--outputFile=${resultFile(kind)}`];
  if (files !== undefined) jest.push('--testPathPatterns', files);
  return [
    ...['turbo', 'run', `test:${kind}`, '--continue', '--output-logs=new-only', ...order, ...only],
    ...['--', ...jest],
  ];
}

/** @type {Part[]} */
export const parts = [
  { name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] },
  { name: 'lint', command: ['biome', 'ci', '--colors=off', '.'] },
  { name: 'boundaries', command: ['turbo', 'boundaries'] },
  { name: 'types', command: ['turbo', 'run', 'typecheck', '--output-logs=errors-only'] },
  { name: 'unit', kind: 'unit' },
  { name: 'integration', kind: 'integration' },
];
