// Linters that come as Go modules, built once into a folder of their own.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../node_modules/.cache/go-tools', import.meta.url));

/**
 * The path of a tool, built first where that has not been done yet.
 *
 * @param {string} path of its package
 * @param {string} version
 * @param {string[]} [flags] of `go install`
 */
export function goTool(path, version, flags = []) {
  const folder = join(cache, `${basename(path)}-${version}`);
  const program = join(folder, basename(path));
  if (!existsSync(program)) {
    console.log(
      `building ${basename(path)} ${version} (the first time only; a large one takes some minutes)`,
    );
    try {
      execFileSync('go', ['install', ...flags, `${path}@${version}`], {
        env: { ...process.env, GOBIN: folder, GOFLAGS: '' },
        stdio: 'inherit',
      });
    } catch (error) {
      throw new Error(error.code === 'ENOENT' ? 'Go is not installed' : error.message);
    }
  }
  return program;
}
