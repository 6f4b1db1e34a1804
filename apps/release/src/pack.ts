import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Manifest } from './manifest.js';
import { runCommand } from './run-command.js';

/** A package as its users get it. */
export interface Packed {
  readonly tarball: string;
  /** The package.json inside of it: ranges are rewritten there. */
  readonly manifest: Manifest;
  /** Its files, from its root, with their bytes. */
  readonly files: ReadonlyMap<string, number>;
}

/** Folders of the packages of this workspace that are published, in the order of their names. */
export function publishedFolders(root: string): string[] {
  return ['apps', 'packages']
    .flatMap((place) => readdirSync(join(root, place)).map((name) => join(root, place, name)))
    .filter((folder) => readdirSync(folder).includes('package.json'))
    .filter((folder) => readManifest(folder).private !== true)
    .sort();
}

/** The package.json in a folder. */
function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/**
 * Packs a folder as `pnpm publish` would, into a folder of its own below `target`.
 *
 * @throws Error with what pnpm or tar said
 */
export async function pack(folder: string, target: string): Promise<Packed> {
  const own = join(target, readManifest(folder).name.replace(/^.*\//, ''));
  mkdirSync(own, { recursive: true });
  const packed = await runCommand(['pnpm', 'pack', '--pack-destination', own], { cwd: folder });
  const tarball = readdirSync(own).find((name) => name.endsWith('.tgz'));
  if (!packed.ok || tarball === undefined) throw new Error(`pnpm pack: ${packed.output}`);
  const path = join(own, tarball);
  const unpacked = await runCommand(['tar', '-xzf', path], { cwd: own });
  if (!unpacked.ok) throw new Error(`tar: ${unpacked.output}`);
  const content = join(own, 'package');
  return { tarball: path, manifest: readManifest(content), files: filesOf(content) };
}

function filesOf(folder: string): Map<string, number> {
  const files = new Map<string, number>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), statSync(path).size);
  }
  return files;
}
