import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkBill } from './bill-of-materials.js';
import { checkChangesets } from './check-changesets.js';
import { checkContents } from './check-contents.js';
import { checkInstallation } from './check-installation.js';
import { checkManifest } from './check-manifest.js';
import { checkWithTools } from './check-with-tools.js';
import type { Finding } from './finding.js';
import { whyNotHere } from './may-publish.js';
import { pack, publishedFolders } from './pack.js';
import { runCommand } from './run-command.js';
import { type Row, renderTable } from './table.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** Tarballs, bills of materials and the trial installation; made anew each time, and left to be looked at. */
const target = join(root, '.release');

const help = `Packs every package, looks at what is in it, and publishes what has a new version.

  pnpm release --dry-run   all of that without publishing
  pnpm release             in CI alone, with a statement of provenance

Tarballs and bills of materials (CycloneDX) are in .release/ afterwards.
Exit codes: 0 all is well · 1 something is to be mended · 2 not like this
`;

/** The command; answers its exit code. */
export async function main(args: readonly string[]): Promise<number> {
  let values: { 'dry-run'?: boolean | undefined; help?: boolean | undefined };
  try {
    const options = { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  const obstacle = values['dry-run'] === true ? undefined : whyNotHere(process.env);
  if (obstacle !== undefined) {
    process.stderr.write(`${obstacle}\n`);
    return 2;
  }
  if (!(await checkAll())) return 1;
  return values['dry-run'] === true ? 0 : publish();
}

async function checkAll(): Promise<boolean> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const { finding, next } = await checkChangesets(root, target);
  const rows: Row[] = [];
  const packages = [];
  for (const folder of publishedFolders(root)) {
    const packed = await pack(folder, target);
    const { manifest, files } = packed;
    process.stderr.write(`packed ${manifest.name}\n`);
    packages.push(packed);
    const planned = next.get(manifest.name);
    rows.push({
      name: manifest.name,
      version: planned === undefined ? manifest.version : `${manifest.version} → ${planned}`,
      files: files.size,
      bytes: [...files.values()].reduce((sum, size) => sum + size, 0),
      findings: [
        ...checkContents(manifest, files),
        ...checkManifest(manifest, process.env.GITHUB_REPOSITORY),
        ...(await checkWithTools(packed)),
        await checkBill(root, manifest, target),
      ],
    });
  }
  const overall: Finding[] = [finding, await checkInstallation(packages, target)];
  process.stdout.write(`${renderTable(rows, overall)}\n`);
  return [...overall, ...rows.flatMap(({ findings }) => findings)].every(({ status }) => status !== 'failed');
}

async function publish(): Promise<number> {
  const { ok, output } = await runCommand(['pnpm', 'exec', 'changeset', 'publish'], { cwd: root });
  process.stdout.write(`${output}\n`);
  return ok ? 0 : 1;
}
