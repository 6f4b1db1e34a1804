// npm packages that one check alone needs, in a folder of their own: the workspace stays as small as it is.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Installs them, where that has not been done yet; answers how to load one.
 *
 * @param {string} name of the folder
 * @param {string[]} packages each with its exact version
 * @returns {{ require: NodeJS.Require, load: (path: string) => Promise<any> }} `load` takes a path below node_modules
 */
export function npmTools(name, packages) {
  const folder = fileURLToPath(new URL(`../../node_modules/.cache/${name}`, import.meta.url));
  const done = join(folder, 'installed');
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    // pnpm's settings are in the environment of its scripts, and npm does not know them.
    const clean = Object.entries(process.env).filter(([key]) => !/^(npm|pnpm)_/i.test(key));
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
    execFileSync('npm', ['install', ...options, ...packages], {
      cwd: folder,
      env: Object.fromEntries(clean),
      stdio: 'inherit',
    });
    writeFileSync(done, '');
  }
  return {
    require: createRequire(join(folder, 'package.json')),
    load: (path) => import(pathToFileURL(join(folder, 'node_modules', path)).href),
  };
}
