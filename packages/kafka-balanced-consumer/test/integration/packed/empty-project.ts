import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of a package that our tests have installed. */
const folderOf = (name: string): string => realpathSync(join(here, 'node_modules', name));

/** What a user has: a project outside the workspace, into which the packed package was installed with npm. */
export class EmptyProject {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'consumer-packed-'));
  /** The packed package. */
  tarball = '';

  async install(): Promise<void> {
    await run('pnpm', ['pack', '--pack-destination', this.folder], { cwd: here });
    this.tarball = join(this.folder, readdirSync(this.folder).find((name) => name.endsWith('.tgz'))!);
    this.write('package.json', '{ "name": "empty", "private": true, "type": "module" }');
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', this.tarball], {
      cwd: this.folder,
      env: cleanEnvironment(),
    });
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** What npm recorded of each package that it installed, ours left out: with whether it has an install script. */
  installed(): { readonly name: string; readonly hasInstallScript: boolean }[] {
    const { packages } = JSON.parse(this.read('node_modules/.package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    return Object.entries(packages)
      .map(([path, { hasInstallScript = false }]) => ({
        name: path.replace(/^.*node_modules\//, ''),
        hasInstallScript,
      }))
      .filter(({ name }) => !name.startsWith('@kafka-splunk/'));
  }

  /** Compiles a program as strictly as TypeScript can, the declarations of all packages included. */
  async compile(file: string): Promise<void> {
    const tsc = join(folderOf('typescript'), 'bin', 'tsc');
    const types = dirname(folderOf('@types/node'));
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const target = ['--target', 'es2022', '--lib', 'es2023,esnext.disposable', '--module', 'nodenext'];
    const checked = ['--skipLibCheck', 'false', '--typeRoots', types, '--types', 'node'];
    await this.#attempt([tsc, ...strict, ...target, ...checked, file]);
  }

  /** Runs Node in the project and answers what it printed. */
  node(args: readonly string[]): Promise<string> {
    return this.#attempt(args);
  }

  /** Starts a program of the project that runs until it is told to end. */
  start(file: string): ChildProcess {
    const options = { cwd: this.folder, env: cleanEnvironment(), stdio: 'inherit' } as const;
    return spawn(process.execPath, [file], options);
  }

  /** Runs a tool of the workspace on the tarball. */
  tool(name: string, bin: string, args: readonly string[]): Promise<string> {
    return this.#attempt([join(folderOf(name), bin), ...args, this.tarball]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #attempt(args: readonly string[]): Promise<string> {
    try {
      const options = { cwd: this.folder, env: cleanEnvironment(), timeout: 120_000 };
      return (await run(process.execPath, args, options)).stdout;
    } catch (error) {
      // Compilers and linters say on their standard output what is wrong.
      const { stdout, stderr, message } = error as { stdout: string; stderr: string; message: string };
      throw new Error([message, stdout, stderr].join('\n'));
    }
  }
}

/** Without what pnpm and Jest set for the programs they start: npm and plain Node would stumble over it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|JEST_)/i.test(name)),
  );
}
