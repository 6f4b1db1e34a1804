import { writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, judge } from './finding.js';
import type { Packed } from './pack.js';
import { runCommand } from './run-command.js';

/** Installs all tarballs together with npm into an empty project, and asks each program in them for its version. */
export async function checkInstallation(packages: readonly Packed[], target: string): Promise<Finding> {
  const folder = join(target, 'installed');
  await mkdir(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }');
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const tarballs = packages.map(({ tarball }) => tarball);
  const installed = await runCommand(['npm', 'install', ...options, ...tarballs], {
    cwd: folder,
    clean: true,
  });
  if (!installed.ok) return judge('installs', [installed.output]);
  const complaints: string[] = [];
  for (const { manifest } of packages) {
    for (const name of Object.keys(typeof manifest.bin === 'object' ? manifest.bin : {})) {
      const program = join(folder, 'node_modules', '.bin', name);
      const { ok, output } = await runCommand([program, '--help'], { cwd: folder, clean: true });
      if (!ok || output === '') complaints.push(`${name} --help: ${output}`);
    }
  }
  return judge('installs', complaints);
}
