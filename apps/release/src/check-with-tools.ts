import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Finding, judge } from './finding.js';
import type { Packed } from './pack.js';
import { runCommand } from './run-command.js';

const require = createRequire(import.meta.url);

/** What publint and "are the types wrong" say of a tarball. */
export async function checkWithTools({ tarball, manifest }: Packed): Promise<Finding[]> {
  const publint = await runTool('publint', 'publint', ['--strict', tarball]);
  // A program without an entry to import has no types that could be wrong.
  const hasTypes = JSON.stringify(manifest.exports ?? {}).includes('.d.ts');
  if (!hasTypes) return [publint, { check: 'types', status: 'ok', text: 'none to import' }];
  const attw = ['--profile', 'esm-only', '--no-color', '--no-emoji', tarball];
  return [publint, await runTool('types', '@arethetypeswrong/cli', attw)];
}

async function runTool(check: string, name: string, args: readonly string[]): Promise<Finding> {
  const { ok, output } = await runCommand([process.execPath, binOf(name), ...args], {
    cwd: dirname(args.at(-1) ?? '.'),
  });
  return judge(check, ok ? [] : [output]);
}

/** The program of a package of ours, without a shell that would have to find it. */
function binOf(name: string): string {
  // Most packages do not export their package.json: look for it from the folders that Node would look in.
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { bin } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as { bin: object };
      return join(folder, name, String(typeof bin === 'string' ? bin : Object.values(bin)[0]));
    } catch {
      // Not in this one.
    }
  }
  throw new Error(`${name} is not installed`);
}
