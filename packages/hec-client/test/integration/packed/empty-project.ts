import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of an installed package. */
const folderOf = (name: string): string => realpathSync(join(here, 'node_modules', name));

/** What a user has: a project outside the workspace, into which the packed package was installed with npm. */
export class EmptyProject {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'hec-client-packed-'));
  /** The packed package. */
  tarball = '';

  async install(): Promise<void> {
    // A test started by pnpm passes pnpm's settings on, which npm does not know.
    await run('pnpm', ['pack', '--pack-destination', this.folder], { cwd: here });
    this.tarball = join(this.folder, readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!);
    this.write('package.json', '{ "name": "empty", "private": true, "type": "module" }');
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', this.tarball], {
      cwd: this.folder,
      env: cleanEnvironment(),
    });
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Packages that were installed, ours included. */
  packages(): string[] {
    return readdirSync(join(this.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  }

  /** Compiles programs as strictly as TypeScript can. Rejects with what it found. */
  async compile(files: readonly string[]): Promise<void> {
    const tsc = join(folderOf('typescript'), 'bin', 'tsc');
    const types = dirname(folderOf('@types/node'));
    const options = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const target = ['--target', 'es2022', '--lib', 'es2023,esnext.disposable', '--module', 'nodenext'];
    const args = [...options, ...target, '--skipLibCheck', 'false', '--typeRoots', types, '--types', 'node'];
    await attempt(process.execPath, [tsc, ...args, ...files], this.folder);
  }

  /** Runs Node in the project and answers what it printed. */
  node(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
    return attempt(process.execPath, args, this.folder, env);
  }

  /** Runs a tool of the workspace on the tarball. */
  tool(name: string, bin: string, args: readonly string[]): Promise<string> {
    return attempt(process.execPath, [join(folderOf(name), bin), ...args, this.tarball], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function attempt(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await run(file, args, {
      cwd,
      env: { ...cleanEnvironment(), ...env },
      timeout: 60_000,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout: string; stderr: string; message: string };
    throw new Error([message, stdout, stderr].join('\n'));
  }
}

function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(npm_|pnpm_|NODE_OPTIONS$|JEST_)/i.test(entry[0]),
  );
  return Object.fromEntries(entries);
}
