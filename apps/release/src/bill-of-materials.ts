import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, judge } from './finding.js';
import type { Manifest } from './manifest.js';
import { runCommand } from './run-command.js';

/** Licences that may come along with ours. A new one is looked at by a person first. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
]);

/** A bill of materials in CycloneDX, as far as we look at it. */
export interface Bill {
  readonly components?: readonly {
    readonly name: string;
    readonly licenses?: readonly {
      readonly license?: { readonly id?: string };
      readonly expression?: string;
    }[];
  }[];
}

/** Writes what a package brings with it at run time, as CycloneDX, and looks at the licences. */
export async function checkBill(root: string, { name, bin }: Manifest, target: string): Promise<Finding> {
  const file = join(target, `${name.replace(/^.*\//, '')}.cdx.json`);
  const kind = bin === undefined ? 'library' : 'application';
  const { ok, output } = await runCommand(
    [
      'pnpm',
      'sbom',
      '--sbom-format',
      'cyclonedx',
      '--prod',
      '--sbom-type',
      kind,
      '--filter',
      name,
      '--out',
      file,
    ],
    { cwd: root },
  );
  if (!ok) return judge('materials', [output]);
  const bill = JSON.parse(readFileSync(file, 'utf8')) as Bill;
  const odd = oddLicences(bill);
  if (odd.length > 0) return judge('materials', odd);
  return { check: 'materials', status: 'ok', text: `${bill.components?.length ?? 0} packages` };
}

/** Components whose licence is none of those that may come along. Ours are MIT and have no registry entry yet. */
export function oddLicences({ components = [] }: Bill): string[] {
  return components
    .map(({ name, licenses = [] }) => ({
      name,
      ids: licenses.map(({ license, expression }) => license?.id ?? expression ?? 'unknown'),
    }))
    .filter(({ ids }) => ids.length === 0 || !ids.every((id) => allowed.has(id)))
    .map(({ name, ids }) => `${name} is under ${ids.join(', ') || 'no licence'}`);
}
