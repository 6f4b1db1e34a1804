// A newer Node for a part of the tests. npm's packages `node-<platform>-<arch>` carry Node's own binary and run no
// install script; `node` itself would run one to choose among them.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const version = '24.21.0';
const folder = fileURLToPath(new URL(`../node_modules/.cache/node-${version}`, import.meta.url));

/** Installs it, where that has not been done yet, and answers the environment in which `node` is that one. */
export async function newerNode() {
  const name = `node-${process.platform}-${process.arch}`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  // pnpm's settings are in the environment of its scripts, and npm does not know them.
  const clean = Object.entries(process.env).filter(([key]) => !/^(npm|pnpm)_/i.test(key));
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', ...options, `${name}@${version}`], {
    cwd: folder,
    env: Object.fromEntries(clean),
  });
  const env = { PATH: [join(folder, 'node_modules', name, 'bin'), process.env.PATH].join(delimiter) };
  // Through pnpm, as the tests are: a Node that it puts in front would be tested in the place of this one.
  const seen = await run('pnpm', ['exec', 'node', '--version'], { env: { ...process.env, ...env } });
  if (seen.stdout.trim() !== `v${version}`) {
    throw new Error(`pnpm runs Node ${seen.stdout.trim()} where ${version} stands first in PATH`);
  }
  return env;
}
